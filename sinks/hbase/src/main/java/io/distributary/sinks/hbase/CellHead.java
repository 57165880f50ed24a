package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ResourceHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a version beside its body, as one cell: {@code <state> <append time in ms> <hash>
 * <source>}.
 *
 * @param hash of the content, see {@link HBaseProjection}; empty when moved
 * @param source empty when moved
 */
record CellHead(State state, Instant appended, String hash, String source) {
  private static final boolean[] HEX = hex();
  private static final CellHead MOVED = new CellHead(State.MOVED, Instant.EPOCH, "", "");

  /** What became of the resource in this row. */
  enum State {
    LIVE,
    DELETED,
    /** The resource's version of this timestamp lies in the row of another key. */
    MOVED;

    private static final State[] ALL = values();

    /** The most frequent one is tried first. */
    private static @Nullable State of(String name) {
      for (State state : ALL) {
        if (state.name().equals(name)) {
          return state;
        }
      }
      return null;
    }
  }

  static CellHead moved() {
    return MOVED;
  }

  /**
   * Reads a cell. What this sink cannot have written there is taken for the source of a live
   * version: its hash tells.
   */
  static CellHead decode(byte[] cell) {
    String text = new String(cell, StandardCharsets.UTF_8);
    CellHead foreign = new CellHead(State.LIVE, Instant.EPOCH, "", text);
    int state = text.indexOf(' ');
    int appended = text.indexOf(' ', state + 1);
    int hash = text.indexOf(' ', appended + 1);
    if (state < 0 || appended < 0 || hash < 0 || !isHex(text, appended + 1, hash)) {
      return foreign;
    }
    State known = State.of(text.substring(0, state));
    try {
      long millis = Long.parseLong(text, state + 1, appended, 10);
      return known == null
          ? foreign
          : new CellHead(
              known,
              Instant.ofEpochMilli(millis),
              text.substring(appended + 1, hash),
              text.substring(hash + 1));
    } catch (NumberFormatException e) {
      return foreign;
    }
  }

  private static boolean[] hex() {
    boolean[] table = new boolean['f' + 1];
    Arrays.fill(table, '0', '9' + 1, true);
    Arrays.fill(table, 'a', 'f' + 1, true);
    return table;
  }

  private static boolean isHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) >= HEX.length || !HEX[text.charAt(i)]) {
        return false;
      }
    }
    return true;
  }

  byte[] encode() {
    String text = state + " " + appended.toEpochMilli() + " " + hash + " " + source;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  boolean deleted() {
    return state == State.DELETED;
  }

  boolean isMoved() {
    return state == State.MOVED;
  }

  boolean live() {
    return state == State.LIVE;
  }

  ResourceHead of(ResourceId id, ResourceId key, Version version) {
    return ResourceHead.of(id, key, version, appended, source, deleted());
  }
}
