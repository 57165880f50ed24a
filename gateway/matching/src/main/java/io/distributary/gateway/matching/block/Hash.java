package io.distributary.gateway.matching.block;

/** Numbers of 64 bits that are as good as different for different input. */
final class Hash {
  private Hash() {}

  static long of(long value) {
    long h = value;
    h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
    h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
    return h ^ h >>> 33;
  }

  static long of(long a, long b) {
    return of(of(a) + b);
  }
}
