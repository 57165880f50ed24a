package io.distributary.gateway.matching.cluster;

import java.util.Arrays;

/** The records of one person, in the order in which they came. */
final class Members {
  private int[] records;
  private int size;

  Members(int record) {
    this.records = new int[] {record};
    this.size = 1;
  }

  int size() {
    return size;
  }

  int get(int at) {
    return records[at];
  }

  void add(int record) {
    if (size == records.length) {
      records = Arrays.copyOf(records, 2 * size + 2);
    }
    records[size++] = record;
  }

  void addAll(Members others) {
    records = Arrays.copyOf(records, size + others.size);
    System.arraycopy(others.records, 0, records, size, others.size);
    size += others.size;
  }

  void remove(int record) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (records[i] != record) {
        records[kept++] = records[i];
      }
    }
    size = kept;
  }

  void clear() {
    records = new int[0];
    size = 0;
  }
}
