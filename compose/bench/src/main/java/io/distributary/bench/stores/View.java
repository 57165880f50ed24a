package io.distributary.bench.stores;

import java.util.Arrays;
import java.util.Locale;

/** One of the four views. */
public enum View {
  DOCUMENT,
  WIDE_COLUMN,
  GRAPH,
  SEARCH;

  /** Its name in the gateway's configuration, and on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The view of this {@link #id}. */
  public static View of(String id) {
    return Arrays.stream(values()).filter(view -> view.id().equals(id)).findFirst().orElseThrow();
  }
}
