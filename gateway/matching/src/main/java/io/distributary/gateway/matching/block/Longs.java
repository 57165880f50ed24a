package io.distributary.gateway.matching.block;

import java.util.Arrays;

/** A list of numbers that grows. */
public final class Longs {
  private long[] values = new long[64];
  private int size;

  /** Appends a number. */
  public void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  /** By its place, from 0. */
  public long get(int at) {
    return values[at];
  }

  /** Takes the last one away. */
  long removeLast() {
    return values[--size];
  }

  /** How many there are. */
  public int size() {
    return size;
  }

  /** Empties it. */
  public void clear() {
    size = 0;
  }

  /** A copy. */
  public long[] toArray() {
    return Arrays.copyOf(values, size);
  }

  /** Ascending, each number once. */
  long[] toSortedSet() {
    Arrays.sort(values, 0, size);
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (i == 0 || values[i] != values[i - 1]) {
        values[kept++] = values[i];
      }
    }
    return Arrays.copyOf(values, kept);
  }
}
