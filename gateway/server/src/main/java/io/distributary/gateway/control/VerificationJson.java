package io.distributary.gateway.control;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verification of a view, under way or ended: {@code /views/{view}/verify}. Each list is of
 * names, the first of those that {@code counts} counts.
 *
 * @param revision its number
 * @param repair whether what differs is repaired
 * @param since when it began
 * @param checked resources that the log has for this view, and entries that it does not have
 * @param moved resources that live under more than one key, by a producer's fault
 * @param repaired how many of the differences are repaired
 * @param unrepaired what is still wrong after a repair
 * @param truncated whether a list names fewer than there are
 * @param position the checkpoint up to which the log was folded; null until it is known
 * @param message why it failed; else empty
 */
public record VerificationJson(
    String view,
    int revision,
    boolean repair,
    String state,
    String phase,
    String since,
    ProgressJson progress,
    long checked,
    List<String> missing,
    List<String> extra,
    List<String> different,
    List<String> stale,
    List<String> moved,
    long repaired,
    List<String> unrepaired,
    CountsJson counts,
    boolean truncated,
    @Nullable String position,
    String message)
    implements ControlDocument {
  public VerificationJson {
    phase = Objects.requireNonNullElse(phase, "");
    progress = Objects.requireNonNullElse(progress, ProgressJson.NONE);
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
    stale = List.copyOf(stale);
    moved = List.copyOf(moved);
    unrepaired = List.copyOf(unrepaired);
    counts = Objects.requireNonNullElse(counts, CountsJson.NONE);
    message = Objects.requireNonNullElse(message, "");
  }

  /**
   * How far it is.
   *
   * @param toRead places in the log to be read in this phase, and {@code read} of them: records
   * @param compared entries of the view
   * @param open names that are to be looked up again, or to be repaired
   */
  public record ProgressJson(long toRead, long read, long compared, long open) {
    static final ProgressJson NONE = new ProgressJson(0, 0, 0, 0);
  }

  /** How many there are, also where not all are named. */
  public record CountsJson(
      long missing, long extra, long different, long stale, long moved, long unrepaired) {
    static final CountsJson NONE = new CountsJson(0, 0, 0, 0, 0, 0);
  }

  /** What was found, without how it went. */
  public FindingsJson findings() {
    return new FindingsJson(
        view,
        checked,
        missing,
        extra,
        different,
        stale,
        moved,
        repaired,
        unrepaired,
        counts,
        truncated,
        revision,
        position);
  }

  /** No names. */
  @Override
  public String toString() {
    return "verification of " + view + ".r" + revision + ": " + state + ", " + counts;
  }
}
