package io.distributary.cli.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** How long a gateway that is away is waited for. Shared by all that send. */
final class Patience {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

  private final Duration limit;
  private final LongSupplier nanoTime;
  private final AtomicLong lastSuccess;

  /**
   * @param limit since the last success of anyone
   * @param nanoTime as {@link System#nanoTime}
   */
  Patience(Duration limit, LongSupplier nanoTime) {
    this.limit = limit;
    this.nanoTime = nanoTime;
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
  static Duration pause(int failures) {
    Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 10));
    return doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
  }
}
