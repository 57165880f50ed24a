package io.distributary.servers.command;

import java.time.Duration;

/**
 * When a child that died is started again: after a back-off that grows with every death without
 * having been ready in between, up to half a minute. It is never given up: what killed it may go.
 */
final class Restarts {
  private static final int MANY_DEATHS = 5;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private int deaths;
  private long notBefore = Long.MIN_VALUE;

  /**
   * @param now of {@link System#nanoTime}, as below
   */
  void died(long now) {
    deaths++;
    notBefore = now + backoff().toNanos();
  }

  Duration backoff() {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(deaths - 1, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  void ready() {
    deaths = 0;
  }

  /** Whether it has died so often in a row that somebody should look at it. */
  boolean isHopeless() {
    return deaths >= MANY_DEATHS;
  }

  int deaths() {
    return deaths;
  }

  boolean mayStart(long now) {
    return notBefore == Long.MIN_VALUE || now - notBefore >= 0;
  }
}
