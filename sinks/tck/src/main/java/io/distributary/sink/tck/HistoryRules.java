package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.StoredResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a resource was. */
final class HistoryRules {
  private HistoryRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "history",
        List.of(
            new Rule(
                "historyListsEveryVersionTheNewestFirst",
                "Every version that was written is there, deletions included, the newest first.",
                HistoryRules::all),
            new Rule(
                "historyKeepsVersionsThatComeLate",
                "A version that comes after a newer one has its place in history all the same.",
                HistoryRules::late),
            new Rule(
                "historyKeepsSeveralVersionsOfOneBatch",
                "Versions that stand in one batch are all kept.",
                HistoryRules::oneBatch),
            new Rule(
                "oneVersionIsReadAsItWas",
                "Each version is readable by itself, a deletion as a tombstone.",
                HistoryRules::version),
            new Rule(
                "unknownVersionIsEmpty",
                "A version that the view never saw is empty, and an unseen resource has none.",
                HistoryRules::unknown),
            new Rule(
                "historyStopsWhenToldSo",
                "After the visitor's false nothing more is handed over, and nothing fails.",
                HistoryRules::stops),
            new Rule(
                "historyInPartsIsTheWholeHistory",
                "Who goes on from the cursors sees each version once, the newest first.",
                HistoryRules::parts),
            new Rule(
                "foreignCursorOfAHistoryIsRefused",
                "A cursor that no history reader made is the caller's fault.",
                HistoryRules::foreign),
            new Rule(
                "historyReaderNeedsAViewThatKeepsHistory",
                "Who offers history has a projection that says so.",
                HistoryRules::honest)));
  }

  private static void all(Bench bench) throws Exception {
    bench.view().historyReader();
    List<Event> life = life(bench);
    for (Event event : life) {
      bench.view().apply(event);
    }
    assertHistory(bench, life);
  }

  private static void late(Bench bench) throws Exception {
    bench.view().historyReader();
    List<Event> life = life(bench);
    for (int i : new int[] {3, 0, 4, 2, 1, 3}) {
      bench.view().apply(life.get(i));
    }
    assertHistory(bench, life);
  }

  private static void oneBatch(Bench bench) throws Exception {
    bench.view().historyReader();
    List<Event> life = life(bench);
    bench.view().apply(life);
    bench.view().assertNewest(life.get(life.size() - 1));
    assertHistory(bench, life);
  }

  private static void version(Bench bench) throws Exception {
    HistoryReader reader = bench.view().historyReader();
    List<Event> life = life(bench);
    bench.view().apply(life);
    for (Event event : life) {
      StoredResource read =
          reader
              .version(event.id(), event.version(), bench.view().context())
              .orElseThrow(() -> new AssertionError(event + " is not in the history"));
      Expect.same(event, read);
    }
  }

  private static void unknown(Bench bench) throws Exception {
    HistoryReader reader = bench.view().historyReader();
    ResourceId id = bench.newId();
    Event between = bench.events().update(id);
    Event written = bench.events().update(id);
    bench.view().apply(written);
    assertThat(reader.version(id, between.version(), bench.view().context())).isEmpty();
    ResourceId unseen = bench.newId();
    assertThat(reader.version(unseen, written.version(), bench.view().context())).isEmpty();
    assertThat(bench.view().history(unseen)).isEmpty();
  }

  private static void stops(Bench bench) throws Exception {
    HistoryReader reader = bench.view().historyReader();
    List<Event> life = life(bench);
    bench.view().apply(life);
    List<StoredResource> visited = new ArrayList<>();
    reader.history(
        life.get(0).id(),
        Cursor.START,
        bench.view().context(),
        resource -> {
          visited.add(resource);
          return visited.size() < 2;
        });
    assertThat(visited).hasSize(2);
  }

  private static void parts(Bench bench) throws Exception {
    HistoryReader reader = bench.view().historyReader();
    List<Event> life = life(bench);
    ResourceId id = life.get(0).id();
    bench.view().apply(life);
    List<StoredResource> read = new ArrayList<>();
    Optional<Cursor> from = Optional.of(Cursor.START);
    while (from.isPresent()) {
      assertThat(read).as("what was handed over").hasSizeLessThanOrEqualTo(life.size());
      int enough = read.size() + 2;
      from =
          reader.history(
              id,
              from.get(),
              bench.view().context(),
              version -> {
                read.add(version);
                return read.size() < enough;
              });
      bench.view().apply(bench.events().update(id));
    }
    Expect.same(Fold.of(life).history(id), read);
  }

  private static void foreign(Bench bench) {
    HistoryReader reader = bench.view().historyReader();
    ResourceId id = bench.newId();
    assertThatExceptionOfType(InvalidCursorException.class)
        .isThrownBy(
            () -> reader.history(id, new Cursor("%?"), bench.view().context(), any -> true));
  }

  private static void honest(Bench bench) {
    bench.view().historyReader();
    assertThat(bench.view().keepsHistory()).as("projection().keepsHistory()").isTrue();
  }

  /** Two updates, a deletion, and two updates more of one resource. */
  private static List<Event> life(Bench bench) {
    ResourceId id = bench.newId();
    List<Event> life = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      life.add(i == 2 ? bench.events().delete(id) : bench.events().update(id));
    }
    return life;
  }

  private static void assertHistory(Bench bench, List<Event> life) throws Exception {
    Expect.same(Fold.of(life).history(life.get(0).id()), bench.view().history(life.get(0).id()));
  }
}
