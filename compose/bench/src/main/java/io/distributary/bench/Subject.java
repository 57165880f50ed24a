package io.distributary.bench;

import io.distributary.bench.stores.View;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is measured: one view alone, or all at once. */
enum Subject {
  ALL(View.values()),
  DOCUMENT(View.DOCUMENT),
  WIDE_COLUMN(View.WIDE_COLUMN),
  GRAPH(View.GRAPH),
  SEARCH(View.SEARCH);

  private final List<View> views;

  Subject(View... views) {
    this.views = List.of(views);
  }

  List<View> views() {
    return views;
  }

  /** Its word on the command line and in the answer. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Subject> of(String word) {
    return Arrays.stream(values()).filter(one -> one.toString().equals(word)).findFirst();
  }
}
