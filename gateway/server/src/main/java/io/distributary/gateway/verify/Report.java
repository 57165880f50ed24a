package io.distributary.gateway.verify;

import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One verification of a revision, under way or ended.
 *
 * @param repair whether what differs is repaired
 * @param since when it began
 * @param position the checkpoint up to which the log was folded; empty until it is known
 * @param message why it failed; else empty
 */
public record Report(
    RevisionId revision,
    boolean repair,
    State state,
    Instant since,
    ReportedProgress progress,
    Optional<Position> position,
    Findings findings,
    String message) {

  /** Where a verification stands. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /**
   * Counts for whoever waits.
   *
   * @param toRead offsets of the log to be read in this phase, and {@code read} of them: records
   * @param compared entries of the view
   * @param open names that are to be looked up again, or to be repaired
   */
  public record ReportedProgress(String phase, long toRead, long read, long compared, long open) {}

  /**
   * What was found.
   *
   * @param checked resources that the log has for this view, and entries that it does not have
   * @param moved resources that live under more than one key: no difference of the view, but a
   *     producer's fault
   * @param repaired how many of the differences are repaired
   * @param unrepaired what is still wrong after a repair
   */
  public record Findings(
      long checked,
      Names missing,
      Names extra,
      Names different,
      Names stale,
      Names moved,
      long repaired,
      Names unrepaired) {
    static final Findings NONE =
        new Findings(0, Names.NONE, Names.NONE, Names.NONE, Names.NONE, Names.NONE, 0, Names.NONE);

    Findings repaired(Names left) {
      return new Findings(
          checked, missing, extra, different, stale, moved, wrong() - left.count(), left);
    }

    public long wrong() {
      return missing.count() + extra.count() + different.count() + stale.count();
    }

    /** Whether the view is right: nothing differed, or all that did is repaired. */
    public boolean isClean() {
      return wrong() == repaired;
    }

    public boolean truncated() {
      return List.of(missing, extra, different, stale, moved, unrepaired).stream()
          .anyMatch(Names::truncated);
    }
  }

  /**
   * Names, not too many of them.
   *
   * @param count of all
   * @param names the first of them
   */
  public record Names(long count, List<String> names) {
    static final Names NONE = new Names(0, List.of());

    boolean truncated() {
      return names.size() < count;
    }

    /** The count only. */
    @Override
    public String toString() {
      return Long.toString(count);
    }
  }
}
