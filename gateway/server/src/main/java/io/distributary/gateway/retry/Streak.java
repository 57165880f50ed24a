package io.distributary.gateway.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The failures in a row of one thing that is tried again, and how long to wait after each. For one
 * thread at a time.
 */
public final class Streak {
  private final Backoff backoff;
  private final RandomGenerator random;
  private int failures;

  /**
   * @param random what the waits are drawn with
   */
  public Streak(Backoff backoff, RandomGenerator random) {
    this.backoff = backoff;
    this.random = random;
  }

  /**
   * One more.
   *
   * @return how long to wait before the next try
   */
  public Duration failed() {
    failures = failures == Integer.MAX_VALUE ? failures : failures + 1;
    return backoff.after(failures, random);
  }

  /** The row ends: the next failure is a first one. */
  public void succeeded() {
    failures = 0;
  }

  /** Whether something has failed and not succeeded since. */
  public boolean isFailing() {
    return failures > 0;
  }
}
