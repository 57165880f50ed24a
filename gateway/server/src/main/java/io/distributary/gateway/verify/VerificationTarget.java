package io.distributary.gateway.verify;

import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogRange;
import io.distributary.schemas.Position;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A revision, and the log that it is made from.
 *
 * @param committed the revision's checkpoint, asked afresh; fails with a {@link
 *     io.distributary.gateway.log.StreamException}
 */
public record VerificationTarget<P>(
    Sink<P> sink,
    Maintenance maintenance,
    LogRange log,
    Supplier<Position> committed,
    RejectedVersions rejected,
    Clock clock)
    implements AutoCloseable {
  private static final String CALLER = "verify";

  public static <P> VerificationTarget<P> of(
      RevisionId revision,
      Sink<P> sink,
      LogRange log,
      Supplier<Position> committed,
      DeadLetters letters,
      Clock clock) {
    return new VerificationTarget<>(
        sink,
        sink.maintenance(),
        log,
        committed,
        new RevisionDeadLetters(letters, revision),
        clock);
  }

  Facts<P> facts() {
    return new Facts<>(sink.projection());
  }

  /** Lets go of the log; the sink is others' too. */
  @Override
  public void close() {
    log.close();
  }

  ReadContext within(Duration time) {
    return ReadContext.of(CALLER, clock.instant().plus(time), clock);
  }
}
