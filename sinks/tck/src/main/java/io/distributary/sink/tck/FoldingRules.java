package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Order, duplicates and batches do not matter: a view equals the fold of the stream. */
final class FoldingRules {
  private static final int RESOURCES = 40;
  private static final int EVENTS = 400;

  private FoldingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "folding",
        List.of(
            new Rule(
                "viewEqualsTheFoldOfTheStream",
                "After hundreds of events, shuffled, repeated and batched anew, the view holds"
                    + " what their fold holds, hash for hash.",
                FoldingRules::fold)));
  }

  private static void fold(Bench bench) throws Exception {
    List<Event> stream = stream(bench);
    Fold fold = Fold.of(stream);
    long before = bench.view().count();
    for (List<Event> batch : schedule(bench, stream)) {
      bench.view().apply(batch);
    }
    bench.view().assertNewest(fold.newest());
    assertThat(bench.view().count() - before).as("live resources").isEqualTo(fold.live().size());
    assertScan(bench.view(), fold);
    assertReads(bench.view(), fold);
    assertCharts(bench.view(), fold);
    Everywhere.types(bench.view(), fold);
    assertHistories(bench.view(), fold);
  }

  /** Updates, and a deletion now and then, of some dozens of resources of a few patients. */
  private static List<Event> stream(Bench bench) {
    List<ResourceId> ids = new ArrayList<>();
    for (int i = 0; i < RESOURCES; i++) {
      if (i % 10 == 0) {
        bench.events().newPatient();
      }
      ids.add(bench.newId());
    }
    List<Event> stream = new ArrayList<>(bench.updates(ids));
    while (stream.size() < EVENTS) {
      ResourceId id = ids.get(bench.below(ids.size()));
      stream.add(bench.below(4) == 0 ? bench.events().delete(id) : bench.events().update(id));
    }
    return stream;
  }

  /** Every event once or more, in any order, in batches of 1 to 60. */
  private static List<List<Event>> schedule(Bench bench, List<Event> stream) {
    List<Event> shuffled = new ArrayList<>(stream);
    for (int i = 0; i < stream.size() / 4; i++) {
      shuffled.add(stream.get(bench.below(stream.size())));
    }
    Map<Event, Integer> order = new HashMap<>();
    shuffled.forEach(event -> order.put(event, bench.below(1_000_000)));
    shuffled.sort(Comparator.comparing(order::get));
    List<List<Event>> batches = new ArrayList<>();
    for (int from = 0; from < shuffled.size(); ) {
      int to = Math.min(shuffled.size(), from + 1 + bench.below(60));
      batches.add(shuffled.subList(from, to));
      from = to;
    }
    return batches;
  }

  private static void assertScan(View view, Fold fold) throws Exception {
    Map<ResourceId, ViewEntry> expected = new HashMap<>();
    for (Event event : fold.newest()) {
      expected.put(
          event.id(),
          ViewEntry.of(event.id(), event.version(), event.deleted(), view.hashOf(event)));
    }
    Map<ResourceId, ViewEntry> scanned = view.scan();
    scanned.keySet().retainAll(fold.ids());
    assertThat(scanned).as("the scan").isEqualTo(expected);
  }

  private static void assertReads(View view, Fold fold) throws Exception {
    if (view.sink().readers().resource().isPresent()) {
      for (Event event : fold.newest()) {
        Expect.same(event, view.resourceReader().read(event.id(), view.context()).orElseThrow());
      }
    }
  }

  private static void assertCharts(View view, Fold fold) throws Exception {
    if (view.sink().readers().chart().isPresent()) {
      Set<ResourceId> keys = fold.newest().stream().map(Event::key).collect(Collectors.toSet());
      for (ResourceId key : keys) {
        assertChart(view, fold, key);
      }
    }
  }

  private static void assertChart(View view, Fold fold, ResourceId key) throws Exception {
    Set<Object> expected = new HashSet<>();
    fold.live().stream()
        .filter(event -> event.key().equals(key))
        .forEach(event -> expected.add(Expect.head(event)));
    assertThat(view.chart(key).stream().map(StoredResource::head).collect(Collectors.toSet()))
        .as("chart of %s", key)
        .isEqualTo(expected);
  }

  private static void assertHistories(View view, Fold fold) throws Exception {
    if (view.sink().readers().history().isPresent()) {
      for (ResourceId id : fold.ids()) {
        Expect.same(fold.history(id), view.history(id));
      }
    }
  }
}
