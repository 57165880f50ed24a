package io.distributary.people;

/**
 * A permutation of the numbers below a bound that needs no memory: a Feistel network, walked in
 * cycles.
 */
final class Shuffle {
  private static final int ROUNDS = 4;

  private final long seed;
  private final int bound;
  private final int halfBits;

  Shuffle(long seed, int bound) {
    this.seed = seed;
    this.bound = bound;
    this.halfBits = Math.max(1, (32 - Integer.numberOfLeadingZeros(bound - 1) + 1) / 2);
  }

  /** Of a number below the bound, another; each comes once. */
  int place(int number) {
    long place = number;
    do {
      place = permute(place);
    } while (place >= bound);
    return (int) place;
  }

  private long permute(long number) {
    long mask = (1L << halfBits) - 1;
    long left = number >>> halfBits;
    long right = number & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ mix(right + seed * (round + 1L)) & mask;
      left = right;
      right = next;
    }
    return left << halfBits | right;
  }

  /** Numbers that have nothing to do with each other, of numbers in a row. */
  static long mix(long value) {
    long mixed = value * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 31) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 29;
  }
}
