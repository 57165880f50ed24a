package io.distributary.gateway.matching.testing;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How right found persons are, by pairs of records. */
public record Truth(double precision, double recall) {
  /**
   * Compares.
   *
   * @param found by record, some number of its person
   * @param truth likewise
   */
  public static Truth of(int[] found, IntUnaryOperator truth) {
    int[] right = IntStream.range(0, found.length).map(truth).toArray();
    double both =
        pairs(
            IntStream.range(0, found.length)
                .mapToObj(i -> (long) found[i] << 32 | right[i])
                .collect(Collectors.groupingBy(key -> key, Collectors.counting())));
    return new Truth(both / pairs(sizes(found)), both / pairs(sizes(right)));
  }

  private static Map<Integer, Long> sizes(int[] persons) {
    return Arrays.stream(persons)
        .boxed()
        .collect(Collectors.groupingBy(person -> person, Collectors.counting()));
  }

  private static double pairs(Map<?, Long> sizes) {
    return sizes.values().stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
  }

  public double f1() {
    return 2 * precision * recall / (precision + recall);
  }
}
