package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.Cursor;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Resources by their ids. */
final class ReadingRules {
  private ReadingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "reading",
        List.of(
            new Rule(
                "resourceComesBackAsItWasAppended",
                "Every element comes back, in its order, with key, source and append time.",
                ReadingRules::same),
            new Rule(
                "unseenResourceIsEmpty",
                "A resource that the view never saw is empty, not an error.",
                ReadingRules::unseen),
            new Rule(
                "tombstoneIsReadAsATombstone",
                "A deleted resource is read with its head and without a body.",
                ReadingRules::tombstone),
            new Rule(
                "headsOfManyAreOneLookUp",
                "Heads of many resources come at once, tombstones included, the unseen left out.",
                ReadingRules::heads),
            new Rule(
                "manyResourcesAreReadAtOnce",
                "Many resources come at once, each as it is read alone, until the visitor has all.",
                ReadingRules::many),
            new Rule(
                "readThatNobodyWaitsForEnds",
                "Once nobody waits for it, a read hands nothing over and fails with RETRY.",
                ReadingRules::unwanted),
            new Rule(
                "readingPastTheDeadlineAsksForRetry",
                "After its deadline a read is answered all the same or fails with RETRY.",
                ReadingRules::deadline)));
  }

  private static void same(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    List<Event> events = bench.updates(bench.newIds(2 * bench.types().size()));
    bench.view().apply(events);
    for (Event event : events) {
      Expect.same(event, reader.read(event.id(), bench.view().context()).orElseThrow());
    }
  }

  private static void unseen(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    ResourceId unseen = bench.newId();
    assertThat(reader.read(unseen, bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(unseen), bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(), bench.view().context())).isEmpty();
    ResourceId ofUnseenType = new ResourceId("NutritionOrder", unseen.id());
    assertThat(reader.read(ofUnseenType, bench.view().context())).isEmpty();
    assertThat(reader.heads(List.of(ofUnseenType), bench.view().context())).isEmpty();
  }

  private static void tombstone(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    ResourceId id = bench.newId();
    bench.view().apply(bench.events().update(id));
    Event deletion = bench.events().delete(id);
    bench.view().apply(deletion);
    Expect.same(
        deletion,
        reader
            .read(id, bench.view().context())
            .orElseThrow(() -> new AssertionError("The tombstone is not readable")));
  }

  private static void heads(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    List<Event> events = written(bench);
    List<ResourceId> asked = asked(bench, events);
    Map<ResourceId, ResourceHead> expected =
        events.stream().collect(Collectors.toMap(Event::id, Expect::head));
    assertThat(reader.heads(asked, bench.view().context())).isEqualTo(expected);
  }

  /** A hundred live resources and twenty deleted ones. */
  private static List<Event> written(Bench bench) throws Exception {
    List<Event> events = new ArrayList<>(bench.updates(bench.newIds(100)));
    bench.newIds(20).forEach(id -> events.add(bench.events().delete(id)));
    bench.view().apply(events);
    return events;
  }

  /** Their ids, behind some that the view never saw. */
  private static List<ResourceId> asked(Bench bench, List<Event> events) {
    List<ResourceId> asked = new ArrayList<>(bench.newIds(30));
    events.forEach(event -> asked.add(event.id()));
    return asked;
  }

  private static void many(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    List<Event> events = written(bench);
    List<ResourceId> asked = asked(bench, events);
    List<StoredResource> read = new ArrayList<>();
    reader.readAll(asked, bench.view().context(), read::add);
    read.sort(Comparator.comparing(stored -> stored.head().id()));
    Expect.same(events.stream().sorted(Comparator.comparing(Event::id)).toList(), read);
    read.clear();
    reader.readAll(
        asked,
        bench.view().context(),
        stored -> {
          read.add(stored);
          return read.size() < 7;
        });
    assertThat(read).hasSize(7);
    reader.readAll(List.of(), bench.view().context(), read::add);
    assertThat(read).hasSize(7);
  }

  private static void unwanted(Bench bench) throws Exception {
    View view = bench.view();
    List<Event> events = bench.updates(bench.newIds(3));
    view.apply(events);
    ReadContext unwanted = view.context().unless(() -> true);
    List<ResourceId> ids = events.stream().map(Event::id).toList();
    Readers readers = view.sink().readers();
    List<Object> got = new ArrayList<>();
    assertRetry(() -> view.sink().maintenance().scan(unwanted, got::add));
    if (readers.resource().isPresent()) {
      assertRetry(() -> view.resourceReader().readAll(ids, unwanted, got::add));
    }
    if (readers.chart().isPresent()) {
      ResourceId key = events.get(0).key();
      assertRetry(() -> view.chartReader().chart(key, Cursor.START, unwanted, got::add));
    }
    if (readers.type().isPresent()) {
      assertRetry(() -> view.typeReader().type(ids.get(0).type(), unwanted, got::add));
    }
    if (readers.history().isPresent()) {
      assertRetry(() -> view.historyReader().history(ids.get(0), Cursor.START, unwanted, got::add));
    }
    assertThat(got).as("what was handed over").isEmpty();
  }

  private interface Read {
    void run() throws SinkException;
  }

  private static void assertRetry(Read read) {
    try {
      read.run();
    } catch (SinkException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
      return;
    }
    throw new AssertionError("It goes on although nobody waits for it");
  }

  private static void deadline(Bench bench) throws Exception {
    ResourceReader reader = bench.view().resourceReader();
    Event event = bench.events().update(bench.newId());
    bench.view().apply(event);
    try {
      Expect.same(
          event,
          reader
              .read(event.id(), bench.view().contextEnding(Duration.ofSeconds(-1)))
              .orElseThrow());
    } catch (SinkException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
    }
  }
}
