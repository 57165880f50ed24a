package io.distributary.gateway.verify;

import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Looks suspects up again until each is right, or seen to be wrong twice in the same way. What the
 * stream had for them meanwhile is taken from the log, so that a view that moves is not blamed for
 * being ahead of its checkpoint, and one that stands still can be checked, too.
 */
final class Recheck<P> {
  private static final int ROUNDS = 20;
  private static final int ENOUGH = 2;
  private static final Duration FIND = Duration.ofMinutes(2);

  private final VerificationTarget<P> parts;
  private final Facts<P> facts;
  private final Expected expected;
  private final NameMap suspects;
  private final NameMap wrong;
  private final Patience patience;
  private final VerifyProgress progress;
  private final Duration pause;
  private Position reached;

  /**
   * @param found no suspects are left in it afterwards
   * @param pause between two looks
   */
  Recheck(
      VerificationTarget<P> parts,
      Comparison found,
      Patience patience,
      VerifyProgress progress,
      Duration pause) {
    this.parts = parts;
    this.facts = parts.facts();
    this.expected = found.expected();
    this.suspects = found.suspects();
    this.wrong = found.wrong();
    this.reached = found.folded();
    this.patience = patience;
    this.progress = progress;
    this.pause = pause;
  }

  /**
   * Moves what is wrong from the suspects to the wrong ones.
   *
   * @param settled whether to wait, for a while, until no event of a suspect is still to be
   *     applied: one that was rejected as older than what a repair has just removed is gone for
   *     good
   * @param confirmed told of each
   */
  void settle(boolean settled, BiConsumer<String, Verdict> confirmed) throws SinkException {
    for (int round = 1; round <= ROUNDS && suspects.size() > 0; round++) {
      if (round > 1) {
        patience.cancellation().pause(pause);
      }
      progress.open(suspects.size());
      Position committed = patience.call(parts.committed()::get);
      suspects.chunks(this::lookUp);
      catchUp();
      boolean last = round == ROUNDS;
      suspects.chunks(names -> judge(names, committed, settled, last, confirmed));
    }
    progress.open(suspects.size());
  }

  private void lookUp(List<String> names) throws SinkException {
    Map<String, ViewEntry> found = find(names);
    for (String name : names) {
      Optional<ViewEntry> entry = Optional.ofNullable(found.get(name));
      suspects.put(name, observation(name).then(entry).text());
    }
  }

  Map<String, ViewEntry> find(Collection<String> names) throws SinkException {
    return patience.call(() -> parts.maintenance().find(names, parts.within(FIND)));
  }

  private Observation observation(String name) {
    return suspects.get(name).map(Observation::parse).orElse(Observation.NONE);
  }

  /** Whatever was looked up had been appended before: the log has it by now. */
  private void catchUp() throws SinkException {
    reached =
        patience.call(
            () -> {
              Position end = parts.log().end();
              parts.log().read(reached, end, this::takeLater);
              return end;
            });
  }

  private void takeLater(List<StreamRecord> records) {
    patience.cancellation().check();
    facts.of(records, name -> suspects.has(name) || wrong.has(name)).forEach(expected::takeOther);
  }

  private void judge(
      List<String> names,
      Position committed,
      boolean settled,
      boolean last,
      BiConsumer<String, Verdict> confirmed) {
    Map<String, LoggedResource> known =
        names.stream().collect(Collectors.toMap(Function.identity(), expected::known));
    Set<Version> rejected =
        parts.rejected().among(known.values().stream().flatMap(LoggedResource::versions).toList());
    known.forEach(
        (name, log) -> {
          Observation observation = observation(name);
          Verdict verdict = log.judge(observation.found(name), committed, rejected);
          boolean waits = settled && !last && log.isPending(committed);
          if (verdict == Verdict.RIGHT && !waits) {
            suspects.remove(name);
          } else if (last || isSure(verdict, observation)) {
            suspects.remove(name);
            wrong.put(name, observation.text());
            confirmed.accept(name, verdict == Verdict.UNSETTLED ? Verdict.DIFFERENT : verdict);
          }
        });
  }

  private static boolean isSure(Verdict verdict, Observation observation) {
    return switch (verdict) {
      case RIGHT, UNSETTLED -> false;
      case MISSING, EXTRA, STALE, DIFFERENT -> observation.times() >= ENOUGH;
    };
  }
}
