package io.distributary.gateway.matching.block;

/** The keys of one record in one pass, as hashes. */
final class Keys {
  private final Longs hashes = new Longs();

  void clear() {
    hashes.clear();
  }

  void add(int a) {
    hashes.add(Hash.of(a));
  }

  void add(int a, int b) {
    hashes.add(Hash.of(a, b));
  }

  /** In either order. */
  void addBoth(int a, int b) {
    add(Math.min(a, b), Math.max(a, b));
  }

  /** The first two in either order. */
  void addBoth(int a, int b, int c) {
    hashes.add(Hash.of(Hash.of(Math.min(a, b), Math.max(a, b)), c));
  }

  int size() {
    return hashes.size();
  }

  long get(int at) {
    return hashes.get(at);
  }

  /** Whether the same key does not stand before. */
  boolean isFirst(int at) {
    for (int i = 0; i < at; i++) {
      if (hashes.get(i) == hashes.get(at)) {
        return false;
      }
    }
    return true;
  }
}
