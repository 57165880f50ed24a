package io.distributary.bench.match;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How right persons are, counted by pairs of records: from 0 to 1.
 *
 * @param precision share of the pairs found that are right
 * @param recall share of the right pairs that are found
 */
record Accuracy(double precision, double recall) {
  /**
   * Compares two ways to tell persons apart.
   *
   * @param found by record, a number of its person
   * @param truth likewise
   */
  static Accuracy of(int[] found, int[] truth) {
    long[] both = new long[found.length];
    Arrays.setAll(both, record -> (long) found[record] << 32 | truth[record]);
    double right = pairs(both);
    return new Accuracy(right / pairs(longs(found)), right / pairs(longs(truth)));
  }

  private static long[] longs(int[] persons) {
    return Arrays.stream(persons).asLongStream().toArray();
  }

  private static double pairs(long[] persons) {
    Arrays.sort(persons);
    double pairs = 0;
    int from = 0;
    for (int to = 1; to <= persons.length; to++) {
      if (to == persons.length || persons[to] != persons[from]) {
        double size = to - from;
        pairs += size * (size - 1) / 2;
        from = to;
      }
    }
    return pairs;
  }

  double f1() {
    return 2 * precision * recall / (precision + recall);
  }

  Map<String, Object> figures() {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("precision", rounded(precision));
    figures.put("recall", rounded(recall));
    figures.put("f1", rounded(f1()));
    return figures;
  }

  private static double rounded(double share) {
    return Math.round(share * 10_000) / 10_000.0;
  }
}
