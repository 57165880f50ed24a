package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.StoredResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Charts: all that is keyed to a patient. */
final class ChartRules {
  private ChartRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "charts",
        List.of(
            new Rule(
                "chartHoldsEveryLiveResourceOfItsKey",
                "A chart is every live resource of the key, once, as it was appended.",
                ChartRules::whole),
            new Rule(
                "chartShowsCurrentVersionsOnly",
                "A chart shows neither older versions nor what has been deleted.",
                ChartRules::current),
            new Rule(
                "chartHoldsNothingOfItsNeighbours",
                "Keys that begin alike have charts of their own.",
                ChartRules::neighbours),
            new Rule(
                "chartStopsWhenToldSo",
                "After the visitor's false nothing more is handed over, and nothing fails.",
                ChartRules::stops),
            new Rule(
                "chartComesInTheOrderOfIds",
                "A chart is handed over by type, then by id.",
                ChartRules::order),
            new Rule(
                "chartInPartsIsTheWholeChart",
                "Who goes on from the cursors sees each resource once, whatever is written between.",
                ChartRules::parts),
            new Rule(
                "foreignCursorOfAChartIsRefused",
                "A cursor that no chart reader made is the caller's fault.",
                ChartRules::foreign),
            new Rule(
                "chartOfAnUnseenKeyIsEmpty",
                "A key that the view never saw has an empty chart.",
                ChartRules::unseen)));
  }

  private static void whole(Bench bench) throws Exception {
    bench.view().chartReader();
    List<Event> events = chartOf(bench, bench.events().newPatient(), 60);
    bench.view().apply(events);
    assertChart(bench, events.get(0).key(), events);
  }

  static void large(Bench bench) throws Exception {
    bench.view().chartReader();
    List<Event> events = chartOf(bench, bench.events().newPatient(), 2_000);
    for (int from = 0; from < events.size(); from += 200) {
      bench.view().apply(events.subList(from, from + 200));
    }
    assertChart(bench, events.get(0).key(), events);
  }

  private static void current(Bench bench) throws Exception {
    bench.view().chartReader();
    List<Event> events = chartOf(bench, bench.events().newPatient(), 6);
    bench.view().apply(events);
    Event changed = bench.events().update(events.get(0).id());
    Event deleted = bench.events().delete(events.get(1).id());
    bench.view().apply(changed, deleted);
    List<Event> expected = new ArrayList<>(events.subList(2, events.size()));
    expected.add(changed);
    assertChart(bench, changed.key(), expected);
  }

  private static void neighbours(Bench bench) throws Exception {
    bench.view().chartReader();
    String type = bench.typesOfPatients().get(0);
    String stem = bench.events().newPatient().id();
    List<Event> events = new ArrayList<>();
    for (String end : List.of("", "0", "-", ".", "-0", "A", "a")) {
      ResourceId patient = new ResourceId("Patient", stem + end);
      var tree = bench.events().tree(bench.events().newId(type));
      Contents.pointAt(patient, tree);
      events.add(bench.events().update(tree));
    }
    bench.view().apply(events);
    for (Event event : events) {
      assertChart(bench, event.key(), List.of(event));
    }
  }

  private static void stops(Bench bench) throws Exception {
    List<Event> events = chartOf(bench, bench.events().newPatient(), 10);
    bench.view().apply(events);
    List<StoredResource> visited = new ArrayList<>();
    bench
        .view()
        .chartReader()
        .chart(
            events.get(0).key(),
            Cursor.START,
            bench.view().context(),
            resource -> {
              visited.add(resource);
              return visited.size() < 3;
            });
    assertThat(visited).hasSize(3);
  }

  private static void order(Bench bench) throws Exception {
    bench.view().chartReader();
    List<Event> events = chartOf(bench, bench.events().newPatient(), 30);
    bench.view().apply(events);
    assertThat(bench.view().chart(events.get(0).key()))
        .extracting(stored -> stored.head().id())
        .isEqualTo(events.stream().map(Event::id).sorted().toList());
  }

  private static void parts(Bench bench) throws Exception {
    ChartReader reader = bench.view().chartReader();
    List<Event> events = chartOf(bench, bench.events().newPatient(), 30);
    bench.view().apply(events);
    List<StoredResource> read = new ArrayList<>();
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      assertThat(read).as("what was handed over").hasSizeLessThanOrEqualTo(events.size());
      int enough = read.size() + 1 + bench.below(9);
      from =
          reader.chart(
              events.get(0).key(),
              from.get(),
              bench.view().context(),
              stored -> {
                read.add(stored);
                return read.size() < enough;
              });
      bench.view().apply(bench.events().update(read.get(0).head().id()));
    }
    assertThat(read)
        .extracting(stored -> stored.head().id())
        .isEqualTo(events.stream().map(Event::id).sorted().toList());
  }

  private static void foreign(Bench bench) {
    ChartReader reader = bench.view().chartReader();
    ResourceId key = bench.events().newPatient();
    assertThatExceptionOfType(InvalidCursorException.class)
        .isThrownBy(() -> reader.chart(key, new Cursor("%?"), bench.view().context(), any -> true));
  }

  private static void unseen(Bench bench) throws Exception {
    assertThat(bench.view().chart(bench.events().newId("Patient"))).isEmpty();
  }

  private static List<Event> chartOf(Bench bench, ResourceId patient, int size) {
    List<String> types = bench.typesOfPatients();
    List<Event> events = new ArrayList<>();
    if (bench.types().contains("Patient")) {
      events.add(bench.events().update(patient));
    }
    while (events.size() < size) {
      String type = types.get(events.size() % types.size());
      events.add(bench.events().update(bench.events().newId(type)));
    }
    return events;
  }

  private static void assertChart(Bench bench, ResourceId key, List<Event> expected)
      throws Exception {
    List<StoredResource> chart = new ArrayList<>(bench.view().chart(key));
    chart.sort(Comparator.comparing(resource -> resource.head().id()));
    Expect.same(expected.stream().sorted(Comparator.comparing(Event::id)).toList(), chart);
  }
}
