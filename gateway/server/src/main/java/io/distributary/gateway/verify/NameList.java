package io.distributary.gateway.verify;

import java.util.ArrayList;
import java.util.List;

/** Collects names, and counts those for which there is no room. */
final class NameList {
  /** What an answer can hold of one kind. */
  static final int ROOM = 10_000;

  private final List<String> names = new ArrayList<>();
  private long count;

  void add(String name) {
    count++;
    if (names.size() < ROOM) {
      names.add(name);
    }
  }

  Report.Names names() {
    return new Report.Names(count, List.copyOf(names));
  }
}
