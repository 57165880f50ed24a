package io.distributary.sink.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.SinkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** No resource ever goes back in version. */
final class GuardingRules {
  private static final int ROUNDS = 30;
  private static final int ATTEMPTS = 20;

  private GuardingRules() {}

  static RuleGroup group() {
    return new RuleGroup(
        "guarding",
        List.of(
            new Rule(
                "newerVersionOverwritesOlder",
                "A newer version takes the place of an older one.",
                GuardingRules::newerWins),
            new Rule(
                "olderVersionNeverOverwritesNewer",
                "An older version that comes late changes nothing.",
                GuardingRules::olderLoses),
            new Rule(
                "staleEventIsNotReportedAsApplied",
                "An event that the view does not take, as it holds a newer one, is STALE.",
                GuardingRules::staleIsSaid),
            new Rule(
                "staleEventHindersNoNeighbour",
                "A stale event in a batch keeps none of the others from being written.",
                GuardingRules::staleNeighbour),
            new Rule(
                "clockDecidesNothing",
                "Which event is newer is said by its version alone, even when the clock of the"
                    + " stream jumped a day, forth or back.",
                GuardingRules::clock),
            new Rule(
                "versionsAreComparedExactly",
                "Versions from 0 to beyond 2^53 are kept and compared to the last bit.",
                GuardingRules::exact),
            new Rule(
                "twoWritersNeverMoveAResourceBack",
                "Two sinks that write versions of the same resources at once end at the newest: no"
                    + " write looks, lets another one pass, and then overwrites it.",
                GuardingRules::twoWriters)));
  }

  private static void newerWins(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(6);
    bench.view().apply(bench.updates(ids));
    List<Event> newer = bench.updates(ids);
    bench.view().apply(newer);
    bench.view().assertNewest(newer);
  }

  private static void olderLoses(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(6);
    List<Event> older = bench.updates(ids);
    List<Event> newer = bench.updates(ids);
    bench.view().apply(newer);
    bench.view().apply(older);
    bench.view().assertNewest(newer);
  }

  private static void staleIsSaid(Bench bench) throws Exception {
    if (bench.view().keepsHistory()) {
      throw Bench.skip("This view keeps older versions, too");
    }
    ResourceId id = bench.newId();
    Event older = bench.events().update(id);
    bench.view().apply(bench.events().update(id));
    assertThat(bench.view().apply(older)).containsExactly(Outcome.STALE);
  }

  private static void staleNeighbour(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(9);
    List<Event> older = bench.updates(ids);
    Event newer = bench.events().update(ids.get(4));
    bench.view().apply(newer);
    bench.view().apply(older);
    List<Event> expected = new ArrayList<>(older);
    expected.set(4, newer);
    bench.view().assertNewest(expected);
  }

  private static void clock(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(2);
    List<Event> older = new ArrayList<>(bench.updates(ids));
    List<Event> newer = new ArrayList<>(bench.updates(ids));
    older.set(0, Events.appended(Duration.ofDays(1), older.get(0)));
    newer.set(1, Events.appended(Duration.ofDays(-1), newer.get(1)));
    bench.view().apply(older);
    bench.view().assertNewest(older);
    bench.view().apply(newer);
    bench.view().apply(older);
    bench.view().assertNewest(newer);
  }

  private static void exact(Bench bench) throws Exception {
    long[] close = {0, 1, (1L << 53), (1L << 53) + 1, (1L << 62) + 1, Long.MAX_VALUE - 2};
    for (int i = 0; i + 1 < close.length; i += 2) {
      ResourceId id = bench.newId();
      Event older = Events.at(new Version(close[i]), bench.events().update(id));
      Event newer = Events.at(new Version(close[i + 1]), bench.events().update(id));
      bench.view().apply(older);
      bench.view().assertNewest(older);
      bench.view().apply(newer);
      bench.view().apply(older);
      bench.view().assertNewest(newer);
    }
  }

  /**
   * Nobody can hold a sink between its look and its write from outside, so two race, again and
   * again: the older version in one, the newer in the other. Thirty resources a round make it all
   * but sure that some are caught between. A lost update stays lost here, as what was answered
   * APPLIED or STALE is not written again.
   */
  private static void twoWriters(Bench bench) throws Exception {
    List<ResourceId> ids = bench.newIds(30);
    List<Round> one = new ArrayList<>();
    List<Round> other = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      List<Event> older = bench.updates(ids);
      List<Event> newer = bench.updates(ids);
      one.add(new Round(round % 2 == 0 ? older : newer, newer));
      other.add(new Round(round % 2 == 0 ? newer : older, newer));
    }
    View second = bench.openAgain();
    CyclicBarrier together = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CompletionService<@Nullable Void> writers = new ExecutorCompletionService<>(threads);
      writers.submit(() -> writeAndWatch(bench.view(), one, together));
      writers.submit(() -> writeAndWatch(second, other, together));
      // Whoever ends first: if it failed, the other one waits for it in vain.
      writers.take().get();
      writers.take().get();
    } finally {
      threads.shutdownNow();
    }
  }

  /** What one of two writers writes, and what is the newest when both have. */
  private record Round(List<Event> written, List<Event> newest) {}

  private static @Nullable Void writeAndWatch(View view, List<Round> rounds, CyclicBarrier together)
      throws Exception {
    for (Round round : rounds) {
      together.await();
      writeUntilTaken(view, round.written());
      together.await();
      view.assertNewest(round.newest());
    }
    return null;
  }

  /** Two writers may hinder each other for a moment; the host writes again. */
  private static void writeUntilTaken(View view, List<Event> batch) throws Exception {
    List<Event> left = batch;
    for (int attempt = 1; attempt < ATTEMPTS && !left.isEmpty(); attempt++) {
      left = notTaken(view, left);
    }
    if (!left.isEmpty()) {
      view.apply(left);
    }
  }

  /** What was answered RETRY, and no other: writing more would heal an update that was lost. */
  private static List<Event> notTaken(View view, List<Event> batch) throws Exception {
    try {
      List<Outcome> outcomes = view.write(batch);
      return IntStream.range(0, batch.size())
          .filter(i -> isRetry(outcomes.get(i)))
          .mapToObj(batch::get)
          .toList();
    } catch (SinkException e) {
      if (e.action() == Action.RETRY) {
        return batch;
      }
      throw e;
    }
  }

  private static boolean isRetry(Outcome outcome) {
    return outcome instanceof Outcome.Failed refused && refused.action() == Action.RETRY;
  }
}
