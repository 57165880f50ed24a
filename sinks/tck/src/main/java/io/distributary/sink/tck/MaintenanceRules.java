package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counting, checking, dropping. */
final class MaintenanceRules {
  private MaintenanceRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "maintenance",
        List.of(
            new Rule(
                "countIsOfLiveResourcesOnly",
                "Tombstones do not count, nor do resources that are merely referred to.",
                MaintenanceRules::countsLive),
            new Rule(
                "countSeesWritesAtOnce",
                "What has just been written is counted.",
                MaintenanceRules::countsAtOnce),
            new Rule(
                "scanHandsOverEachResourceOnceAtItsCurrentVersion",
                "A scan hands over everything that was written, tombstones included, once.",
                MaintenanceRules::scansAll),
            new Rule(
                "scannedHashIsTheProjectionsHash",
                "A scan's hash of an entry is what the projection says of the event.",
                MaintenanceRules::hashes),
            new Rule(
                "scannedHashTellsAlteredContent",
                "A scan computes the hash from the stored content, not from memory.",
                MaintenanceRules::tampered),
            new Rule(
                "scanStopsWhenToldSo",
                "After the visitor's false nothing more is handed over, and nothing fails.",
                MaintenanceRules::stops),
            new Rule(
                "viewAnswersWhileItIsWritten",
                "Readers, counts and scans go on while somebody writes, and see nothing go back.",
                MaintenanceRules::meanwhile),
            new Rule(
                "revisionsAreKeptApart",
                "Two revisions lie side by side and share nothing.",
                MaintenanceRules::apart),
            new Rule(
                "dropRemovesItsRevisionAlone",
                "Dropping removes one revision wholly, the others stay; again does nothing.",
                MaintenanceRules::drops)));
  }

  private static void countsLive(Bench bench) throws Exception {
    List<Event> live = bench.updates(bench.newIds(bench.types().size() + 5));
    long before = bench.view().count();
    bench.view().apply(live);
    assertThat(bench.view().count() - before).as("newly live").isEqualTo(live.size());
    bench.view().apply(bench.events().delete(live.get(0).id()));
    bench.view().apply(bench.events().delete(bench.newId()));
    bench.view().apply(bench.events().update(live.get(1).id()));
    assertThat(bench.view().count() - before).as("still live").isEqualTo(live.size() - 1);
  }

  private static void countsAtOnce(Bench bench) throws Exception {
    for (int i = 0; i < 3; i++) {
      long before = bench.view().count();
      bench.view().apply(bench.events().update(bench.newId()));
      assertThat(bench.view().count()).isEqualTo(before + 1);
    }
  }

  private static void scansAll(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(100);
    List<Event> first = bench.updates(ids);
    bench.view().apply(first);
    List<Event> expected = new ArrayList<>(first.subList(2, first.size()));
    expected.add(bench.events().update(ids.get(0)));
    expected.add(bench.events().delete(ids.get(1)));
    bench.view().apply(expected.subList(expected.size() - 2, expected.size()));
    assertThat(bench.view().scanned().stream().map(ViewEntry::name))
        .as("what a scan hands over")
        .doesNotHaveDuplicates();
    Map<ResourceId, ViewEntry> scanned = bench.view().scan();
    for (Event event : expected) {
      ViewEntry entry = Expect.entry(scanned, event.id());
      assertThat(entry.version()).as("version of %s", event.id()).contains(event.version());
      assertThat(entry.deleted()).as("%s deleted", event.id()).isEqualTo(event.deleted());
    }
  }

  private static void hashes(Bench bench) throws Exception {
    List<Event> events = new ArrayList<>(bench.updates(bench.newIds(3 * bench.types().size())));
    bench.newIds(bench.types().size()).forEach(id -> events.add(bench.events().delete(id)));
    bench.view().apply(events);
    Map<ResourceId, ViewEntry> scanned = bench.view().scan();
    for (Event event : events) {
      assertThat(Expect.entry(scanned, event.id()).hash())
          .as("hash of %s", event)
          .isEqualTo(bench.view().hashOf(event));
    }
  }

  private static void tampered(Bench bench) throws Exception {
    SinkFixture.Tampering tampering = bench.tampering();
    Event event = bench.events().update(bench.newId());
    bench.view().apply(event);
    tampering.alter(bench.namespace(), event.id());
    ViewEntry entry = Expect.entry(bench.view().scan(), event.id());
    assertThat(entry.hash()).isNotEqualTo(bench.view().hashOf(event));
    Event repair = bench.events().update(event.id());
    bench.view().apply(repair);
    assertThat(Expect.entry(bench.view().scan(), event.id()).hash())
        .isEqualTo(bench.view().hashOf(repair));
  }

  private static void stops(Bench bench) throws Exception {
    bench.view().apply(bench.updates(bench.newIds(5)));
    List<ViewEntry> visited = new ArrayList<>();
    bench
        .view()
        .sink()
        .maintenance()
        .scan(
            bench.view().context(),
            entry -> {
              visited.add(entry);
              return visited.size() < 2;
            });
    assertThat(visited).hasSize(2);
  }

  private static void meanwhile(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(40);
    List<List<Event>> rounds = Stream.generate(() -> bench.updates(ids)).limit(10).toList();
    bench.view().apply(rounds.get(0));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> readers =
          List.of(
              threads.submit(() -> watch(bench.view(), rounds.get(0))),
              threads.submit(() -> watch(bench.view(), rounds.get(0))));
      for (List<Event> round : rounds.subList(1, rounds.size())) {
        bench.view().apply(round);
      }
      for (Future<?> reader : readers) {
        reader.get();
      }
    } finally {
      threads.shutdownNow();
    }
    bench.view().assertNewest(rounds.get(rounds.size() - 1));
  }

  private static @Nullable Void watch(View view, List<Event> written) throws Exception {
    Map<ResourceId, Version> seen = new HashMap<>();
    written.forEach(event -> seen.put(event.id(), event.version()));
    for (int round = 0; round < 5; round++) {
      Map<ResourceId, View.Seen> now = view.newest(seen.keySet());
      assertThat(now.keySet()).isEqualTo(seen.keySet());
      assertThat(now)
          .allSatisfy(
              (id, head) -> assertThat(head.version()).isGreaterThanOrEqualTo(seen.get(id)));
      now.forEach((id, head) -> seen.put(id, head.version()));
      assertThat(view.count()).isGreaterThanOrEqualTo(written.size());
      assertThat(view.scan()).containsKeys(seen.keySet().toArray(ResourceId[]::new));
      watchTypes(view, seen);
    }
    return null;
  }

  /** Each resource is read once with its type, and is none that is older than what was seen. */
  private static void watchTypes(View view, Map<ResourceId, Version> seen) throws Exception {
    if (view.sink().readers().type().isPresent()) {
      List<ResourceHead> heads = new ArrayList<>();
      for (String type : seen.keySet().stream().map(ResourceId::type).distinct().toList()) {
        view.type(type).stream().map(StoredResource::head).forEach(heads::add);
      }
      heads.removeIf(head -> !seen.containsKey(head.id()));
      assertThat(heads.stream().map(ResourceHead::id))
          .as("what types hold while they are written")
          .containsExactlyInAnyOrderElementsOf(seen.keySet());
      assertThat(heads)
          .allSatisfy(
              head -> assertThat(head.version()).isGreaterThanOrEqualTo(seen.get(head.id())));
    }
  }

  private static void apart(Bench bench) throws Exception {
    View next = bench.open(bench.newRevision());
    assertThat(next.scan()).as("a new revision").isEmpty();
    ResourceId id = bench.newId();
    Event inTheNext = bench.events().update(id);
    Event here = bench.events().update(id);
    bench.view().apply(here);
    next.apply(inTheNext);
    next.assertNewest(inTheNext);
    bench.view().assertNewest(here);
    assertThat(next.scan()).hasSize(1);
    assertThat(next.count()).isEqualTo(1);
    if (next.sink().readers().type().isPresent()) {
      assertThat(next.type(id.type())).hasSize(1);
    }
  }

  private static void drops(Bench bench) throws Exception {
    Event here = bench.events().update(bench.newId());
    bench.view().apply(here);
    int revision = bench.newRevision();
    View dropped = bench.open(revision);
    dropped.apply(bench.updates(bench.newIds(bench.types().size())));
    View witness = bench.open(revision);
    dropped.sink().maintenance().drop();
    witness.sink().maintenance().drop();
    bench.view().assertNewest(here);
    assertThat(bench.open(revision).scan()).as("the dropped revision, opened anew").isEmpty();
  }
}
