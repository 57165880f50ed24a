package io.distributary.gateway.matching.block;

/** Two records as one number, the lower first. */
public final class Pair {
  private Pair() {}

  /** Of two different records. */
  public static long of(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  /** The lower. */
  public static int first(long pair) {
    return (int) (pair >>> 32);
  }

  /** The higher. */
  public static int second(long pair) {
    return (int) pair;
  }
}
