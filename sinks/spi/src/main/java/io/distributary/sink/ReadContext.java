package io.distributary.sink;

import io.distributary.schemas.Position;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Who reads, for how long, how much, and as of when. Immutable. The host makes one for each call:
 * it begins with {@link #of}, which bounds nothing but the time, and adds what else is bounded.
 */
public final class ReadContext {
  private static final Duration LEAST = Duration.ofMillis(1);
  private static final Failure PASSED =
      Failure.retry("deadline-passed", "The caller's time was over before the view had answered.");
  private static final Failure CANCELLED =
      Failure.retry("read-cancelled", "Nobody waits for the answer any longer.");

  private final String caller;
  private final Time time;
  private final Caps caps;
  private final Access access;
  private final Optional<Position> asOf;

  private record Time(Instant deadline, Clock clock, BooleanSupplier cancelled) {}

  private record Caps(int rows, long bytes, Reservation reservation) {}

  private ReadContext(String caller, Time time, Caps caps, Access access, Optional<Position> asOf) {
    this.caller = caller;
    this.time = time;
    this.caps = caps;
    this.access = access;
    this.asOf = asOf;
  }

  /**
   * A read of everything as it is now, without a bound of rows, bytes or memory.
   *
   * @param caller for the store's own logs and metrics; never a patient's name
   * @param deadline when the caller stops waiting
   * @param clock by which the deadline is meant
   */
  public static ReadContext of(String caller, Instant deadline, Clock clock) {
    return new ReadContext(
        caller,
        new Time(deadline, clock, () -> false),
        new Caps(Integer.MAX_VALUE, Long.MAX_VALUE, Reservation.unbounded()),
        Access.EVERYTHING,
        Optional.empty());
  }

  /**
   * @param maxRows rows of a native query's answer
   * @param maxBytes of a native query's answer as JSON
   */
  public ReadContext capped(int maxRows, long maxBytes) {
    return with(time, new Caps(maxRows, maxBytes, caps.reservation));
  }

  /**
   * @param reservation the memory that the answer may hold
   */
  public ReadContext within(Reservation reservation) {
    return with(time, new Caps(caps.rows, caps.bytes, reservation));
  }

  /**
   * @param cancelled whether nobody waits for the answer any longer; asked by any thread
   */
  public ReadContext unless(BooleanSupplier cancelled) {
    return with(new Time(time.deadline, time.clock, cancelled), caps);
  }

  private ReadContext with(Time otherTime, Caps otherCaps) {
    return new ReadContext(caller, otherTime, otherCaps, access, asOf);
  }

  /**
   * @param permitted what the caller may read
   */
  public ReadContext permitted(Access permitted) {
    return new ReadContext(caller, time, caps, permitted, asOf);
  }

  /**
   * @param position see {@link #asOf()}
   */
  public ReadContext asOf(Position position) {
    return new ReadContext(caller, time, caps, access, Optional.of(position));
  }

  /** For the store's own logs and metrics; never a patient's name. */
  public String caller() {
    return caller;
  }

  /** When the caller stops waiting. */
  public Instant deadline() {
    return time.deadline;
  }

  /**
   * What is left until the deadline, to be given to the store as a time-out: at least one
   * millisecond, as drivers take 0 for "for ever".
   */
  public Duration timeLeft() {
    Duration left = Duration.between(time.clock.instant(), time.deadline);
    return left.compareTo(LEAST) < 0 ? LEAST : left;
  }

  /**
   * To be called before the store is asked, and between parts of a long answer.
   *
   * @throws SinkException with {@link Action#RETRY} when the deadline has passed, the read was
   *     cancelled, or the thread is interrupted, which it stays
   */
  public void requireWanted() throws SinkException {
    if (!time.clock.instant().isBefore(time.deadline)) {
      throw PASSED.exception();
    }
    if (time.cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw CANCELLED.exception();
    }
  }

  /** Rows of a native query's answer; a reader stops there and says so. */
  public int maxRows() {
    return caps.rows;
  }

  /** Bytes of a native query's answer as JSON; a reader stops there and says so. */
  public long maxBytes() {
    return caps.bytes;
  }

  /** The memory that the answer may hold. */
  public Reservation reservation() {
    return caps.reservation;
  }

  /**
   * What the caller may read. The host leaves out of an answer what he may not; a reader that
   * counts, sorts or cuts must leave it out before it does.
   */
  public Access access() {
    return access;
  }

  /**
   * The position whose state is asked for: of each resource the event with the greatest version
   * among those below it, as if the stream had ended there. Empty: the current state. Only readers
   * of a view that keeps history are given one, and only {@link ResourceReader#read}, {@link
   * ResourceReader#readAll} and {@link ChartReader}.
   */
  public Optional<Position> asOf() {
    return asOf;
  }
}
