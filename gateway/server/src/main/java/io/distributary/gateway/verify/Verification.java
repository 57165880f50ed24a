package io.distributary.gateway.verify;

import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.Names;
import io.distributary.schemas.Position;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Compares one revision of a view with the log, and repairs it if asked. Blocks for as long as that
 * takes; memory stays small, however large log and view are.
 *
 * <ol>
 *   <li>The log up to the revision's checkpoint is folded, into a file.
 *   <li>The view is scanned; what is not as the fold says becomes a suspect.
 *   <li>Suspects are looked up again, and judged by what came into the log meanwhile.
 *   <li>A repair goes over the log again for what is wrong, and looks it up once more.
 * </ol>
 */
final class Verification<P> {
  private static final Duration SCAN = Duration.ofDays(7);
  private static final int REPAIRS = 3;

  /** Bytes of events that a repair holds in memory. */
  static final long ROOM = 32L << 20;

  private final VerificationTarget<P> parts;
  private final Facts<P> facts;
  private final Patience patience;
  private final VerifyProgress progress;
  private final Duration pause;
  private final long room;
  private final Expected expected;
  private final NameMap suspects;
  private final NameMap wrong;
  private final Map<Verdict, NameList> found = new EnumMap<>(Verdict.class);
  private Findings findings = Findings.NONE;

  /**
   * @param pause between two looks at what seems to be wrong
   * @param room bytes of events that a repair may hold in memory
   */
  Verification(
      VerificationTarget<P> parts,
      Scratch scratch,
      Patience patience,
      VerifyProgress progress,
      Duration pause,
      long room) {
    this.parts = parts;
    this.facts = parts.facts();
    this.patience = patience;
    this.progress = progress;
    this.pause = pause;
    this.room = room;
    this.expected = new Expected(scratch);
    this.suspects = new NameMap(scratch.map("suspects"));
    this.wrong = new NameMap(scratch.map("wrong"));
    for (Verdict verdict : Verdict.values()) {
      found.put(verdict, new NameList());
    }
  }

  /**
   * @param begun told the checkpoint up to which the log is folded
   * @param told the findings whenever they change
   */
  void run(boolean repair, Consumer<Position> begun, Consumer<Findings> told) throws SinkException {
    Position barrier = patience.call(parts.committed()::get);
    begun.accept(barrier);
    fold(barrier);
    long checked = compare();
    Recheck<P> recheck =
        new Recheck<>(
            parts, new Comparison(expected, barrier, suspects, wrong), patience, progress, pause);
    progress.enter(VerifyProgress.VerifyPhase.LOOKING_AGAIN);
    recheck.settle(false, (name, verdict) -> list(verdict).add(name));
    findings = findings(checked);
    told.accept(findings);
    if (repair) {
      repair(recheck);
      told.accept(findings);
    }
    progress.enter(VerifyProgress.VerifyPhase.ENDED);
  }

  private void fold(Position barrier) throws SinkException {
    progress.enter(VerifyProgress.VerifyPhase.READING_LOG);
    patience.call(
        () -> {
          progress.reads(barrier.total());
          parts.log().read(Position.start(barrier.epoch()), barrier, this::take);
          return barrier;
        });
  }

  private void take(List<StreamRecord> records) {
    patience.cancellation().check();
    progress.read(records.size());
    List<Fact<P>> events = facts.of(records, name -> true);
    Set<Version> rejected =
        parts.rejected().among(events.stream().map(fact -> fact.held().version()).toList());
    for (Fact<P> event : events) {
      if (rejected.contains(event.held().version())) {
        expected.takeOther(event);
      } else {
        expected.take(event);
      }
    }
  }

  /** How many resources and foreign entries there are. */
  private long compare() throws SinkException {
    progress.enter(VerifyProgress.VerifyPhase.COMPARING);
    patience.call(
        () -> {
          progress.compares();
          scan();
          return true;
        });
    long[] checked = {progress.comparisons()};
    expected.unseen(
        name -> {
          checked[0]++;
          suspect(name);
        });
    return checked[0];
  }

  private void scan() throws SinkException {
    parts.maintenance().scan(parts.within(SCAN), this::compare);
    patience.cancellation().check();
  }

  private boolean compare(ViewEntry entry) {
    progress.compared();
    Optional<LoggedEvent> head = expected.see(entry.name());
    if (head.filter(held -> held.is(entry)).isEmpty()) {
      suspect(entry.name());
    }
    return !patience.cancellation().isCancelled();
  }

  private void suspect(String name) {
    suspects.put(name, Observation.NONE.text());
  }

  private void repair(Recheck<P> recheck) throws SinkException {
    Repair<P> repairs = new Repair<>(parts, wrong, patience, progress, room);
    for (int i = 0; i < REPAIRS && wrong.size() > 0; i++) {
      progress.enter(VerifyProgress.VerifyPhase.REPAIRING);
      progress.open(wrong.size());
      repairs.repair();
      progress.enter(VerifyProgress.VerifyPhase.LOOKING_AGAIN);
      wrong.chunks(
          names ->
              names.forEach(
                  name -> {
                    suspect(name);
                    wrong.remove(name);
                  }));
      recheck.settle(true, (name, verdict) -> {});
    }
    NameList left = new NameList();
    wrong.chunks(names -> names.forEach(left::add));
    findings = findings.repaired(left.names());
  }

  private Findings findings(long checked) {
    NameList moved = new NameList();
    expected.moved(moved::add);
    return new Findings(
        checked,
        names(Verdict.MISSING),
        names(Verdict.EXTRA),
        names(Verdict.DIFFERENT),
        names(Verdict.STALE),
        moved.names(),
        0,
        Names.NONE);
  }

  private Names names(Verdict verdict) {
    return list(verdict).names();
  }

  private NameList list(Verdict verdict) {
    return Objects.requireNonNull(found.get(verdict));
  }
}
