package io.distributary.gateway.retry;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * How long to wait before something that has failed is tried again. What is waited for at the
 * longest doubles with each failure in a row; the wait itself is drawn evenly from the upper half
 * of it, so that those who failed at the same moment do not come back at the same moment:
 *
 * <pre>
 * longest = min(most, first * 2 ^ (failures - 1))
 * wait    = longest / 2 + random(0 .. longest / 2)
 * </pre>
 *
 * <p>Waits are whole milliseconds and at least one, as timers have them; at no time is a wait
 * shorter than half of {@code first}. It is "equal jitter" of <a
 * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * Backoff And Jitter</a>, AWS Architecture Blog, 2015.
 *
 * @param first the longest wait after one failure; less than a millisecond counts as one
 * @param most the longest wait after however many
 */
public record Backoff(Duration first, Duration most) {
  private static final int MOST_DOUBLINGS = Long.SIZE - 1;

  /**
   * @throws IllegalArgumentException when {@code first} is not longer than nothing, or {@code most}
   *     is shorter than it
   */
  public Backoff {
    if (first.isNegative() || first.isZero() || most.compareTo(first) < 0) {
      throw new IllegalArgumentException("No back-off goes from " + first + " to " + most);
    }
  }

  /**
   * How long to wait now. The same {@code random} numbers give the same wait.
   *
   * @param failures in a row, at least 1
   * @throws IllegalArgumentException when there are fewer
   */
  public Duration after(int failures, RandomGenerator random) {
    if (failures < 1) {
      throw new IllegalArgumentException("Nothing is waited for after " + failures + " failures");
    }
    long longest = longestMillis(failures);
    return Duration.ofMillis(longest - random.nextLong(longest / 2 + 1));
  }

  /** The first is compared with the last, halved as often, so that nothing overflows. */
  private long longestMillis(int failures) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    long begin = millis(first);
    long end = millis(most);
    return begin > end >> doublings ? end : begin << doublings;
  }

  private static long millis(Duration duration) {
    return Math.max(1, TimeUnit.MILLISECONDS.convert(duration));
  }
}
