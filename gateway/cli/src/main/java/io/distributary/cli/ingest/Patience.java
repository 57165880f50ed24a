package io.distributary.cli.ingest;

import io.distributary.gateway.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * How long an unreachable gateway is waited for, in all and before the next try. Shared by all that
 * send.
 */
final class Patience {
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(3));

  private final Duration limit;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final AtomicLong lastSuccess;

  /**
   * @param limit since the last success of anyone
   * @param nanoTime as {@link System#nanoTime}
   * @param random what the pauses are drawn with; for several threads at once
   */
  Patience(Duration limit, LongSupplier nanoTime, RandomGenerator random) {
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.random = random;
    this.lastSuccess = new AtomicLong(nanoTime.getAsLong());
  }

  void succeeded() {
    lastSuccess.set(nanoTime.getAsLong());
  }

  boolean isOver() {
    return nanoTime.getAsLong() - lastSuccess.get() > limit.toNanos();
  }

  Duration limit() {
    return limit;
  }

  /**
   * @param failures in a row, at least 1
   */
  Duration pause(int failures) {
    return BACKOFF.after(failures, random);
  }
}
