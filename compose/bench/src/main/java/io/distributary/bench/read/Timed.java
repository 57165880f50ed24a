package io.distributary.bench.read;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Answers, and how long each took.
 *
 * @param nanos of each answer
 * @param wall nanoseconds in which all of them came
 */
record Timed(long[] nanos, long wall) {
  static final Timed NONE = new Timed(new long[0], 0);

  /** Both rounds, one after the other. */
  Timed and(Timed more) {
    return new Timed(
        LongStream.concat(Arrays.stream(nanos), Arrays.stream(more.nanos)).toArray(),
        wall + more.wall);
  }

  /** Milliseconds within which so large a share of the answers came. */
  double millis(double share) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    int place = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, place)] / 1e6;
  }

  double perSecond() {
    return nanos.length * 1e9 / wall;
  }

  /** The number of answers only. */
  @Override
  public String toString() {
    return nanos.length + " answers";
  }
}
