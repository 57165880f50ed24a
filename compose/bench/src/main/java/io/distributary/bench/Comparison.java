package io.distributary.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Both contenders side by side, each number the median of its rounds.
 *
 * @param ratio how much of the limit's speed the gateway reaches
 */
record Comparison(
    double seconds, double limitSeconds, double ratio, double cpuSeconds, double limitCpuSeconds) {

  /** At least one of each. */
  static Comparison of(List<Measurement> gateway, List<Measurement> limit) {
    double seconds = median(gateway, Measurement::seconds);
    double limitSeconds = median(limit, Measurement::seconds);
    return new Comparison(
        seconds,
        limitSeconds,
        limitSeconds / seconds,
        median(gateway, Measurement::cpuSeconds),
        median(limit, Measurement::cpuSeconds));
  }

  private static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> number) {
    double[] sorted = rounds.stream().mapToDouble(number).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
