package io.distributary.sink;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Who reads, how long, and how much.
 *
 * @param caller for the store's own logs and metrics; never a patient's name
 * @param deadline when the caller stops waiting: a reader gives it to the store as a time-out, and
 *     gives up with {@link Action#RETRY}
 * @param maxRows rows of a native query's answer; a reader stops there and says so
 * @param maxBytes of a native query's answer as JSON, likewise
 * @param reservation the memory that the answer may hold
 */
public record ReadContext(
    String caller, Instant deadline, int maxRows, long maxBytes, Reservation reservation) {
  /** Without a bound of memory: for the host's own reads. */
  public ReadContext(String caller, Instant deadline, int maxRows, long maxBytes) {
    this(caller, deadline, maxRows, maxBytes, Reservation.unbounded());
  }

  /**
   * What is left until the deadline, at least one millisecond, so that it can be handed to a driver
   * that takes 0 for "for ever".
   */
  public Duration remaining(Clock clock) {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : left;
  }
}
