package io.distributary.servers.command;

import java.time.Duration;

/**
 * When a child that died is started again: after a back-off that grows with every death without
 * having been ready in between, and not at all after five of them.
 */
final class Restarts {
  static final int MOST_DEATHS = 5;
  private static final Duration FIRST = Duration.ofMillis(500);
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private int deaths;
  private long notBefore = Long.MIN_VALUE;

  /**
   * @param now of {@link System#nanoTime}, as below
   */
  void died(long now) {
    deaths++;
    notBefore = now + backoff().toNanos();
  }

  private Duration backoff() {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(deaths - 1, 10));
    return doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
  }

  void ready() {
    deaths = 0;
  }

  boolean givenUp() {
    return deaths >= MOST_DEATHS;
  }

  boolean mayStart(long now) {
    return !givenUp() && (notBefore == Long.MIN_VALUE || now - notBefore >= 0);
  }
}
