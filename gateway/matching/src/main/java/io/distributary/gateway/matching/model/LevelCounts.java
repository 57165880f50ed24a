package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.record.Field;

/** How often each level of each field was met; counts may be fractions. */
final class LevelCounts {
  private final double[][] counts = new double[Field.COUNT][];

  LevelCounts() {
    for (Field field : Field.values()) {
      counts[field.place()] = new double[field.levelCount()];
    }
  }

  void add(Comparison comparison, double weight) {
    for (int field = 0; field < Field.COUNT; field++) {
      counts[field][comparison.level(field)] += weight;
    }
  }

  void add(int field, int level, double weight) {
    counts[field][level] += weight;
  }

  LevelCounts plus(LevelCounts other) {
    LevelCounts sum = new LevelCounts();
    for (int field = 0; field < Field.COUNT; field++) {
      for (int level = 0; level < counts[field].length; level++) {
        sum.counts[field][level] = counts[field][level] + other.counts[field][level];
      }
    }
    return sum;
  }

  /**
   * Shares of the levels that say something, as if each had been met so often before.
   *
   * @param before by field and level
   */
  double[][] shares(double[][] before) {
    double[][] shares = new double[Field.COUNT][];
    for (int field = 0; field < Field.COUNT; field++) {
      shares[field] = shares(counts[field], before[field]);
    }
    return shares;
  }

  private static double[] shares(double[] counts, double[] before) {
    double total = 0;
    for (int level = Field.SAME; level < counts.length; level++) {
      total += counts[level] + before[level];
    }
    double[] shares = new double[counts.length];
    for (int level = Field.SAME; level < counts.length; level++) {
      shares[level] = (counts[level] + before[level]) / total;
    }
    return shares;
  }
}
