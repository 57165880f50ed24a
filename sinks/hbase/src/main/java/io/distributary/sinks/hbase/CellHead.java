package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ResourceHead;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a version beside its body, as one cell: {@code <state> <append time in ms> <hash>
 * <source>}.
 *
 * @param hash of the content, see {@link HBaseProjection}; empty when moved
 * @param source empty when moved
 */
record CellHead(State state, Instant appended, String hash, String source) {
  private static final int PARTS = 4;
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
   * Reads a cell. What nobody but a stranger can have written there is taken for the source of a
   * live version: its hash tells.
   */
  static CellHead decode(byte[] cell) {
    String text = new String(cell, StandardCharsets.UTF_8);
    String[] parts = text.split(" ", PARTS);
    CellHead foreign = new CellHead(State.LIVE, Instant.EPOCH, "", text);
    if (parts.length < PARTS || !isHex(parts[2])) {
      return foreign;
    }
    State state = State.of(parts[0]);
    try {
      Instant appended = Instant.ofEpochMilli(Long.parseLong(parts[1]));
      return state == null ? foreign : new CellHead(state, appended, parts[2], parts[3]);
    } catch (NumberFormatException e) {
      return foreign;
    }
  }

  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9' || c >= 'a' && c <= 'f')) {
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
    return new ResourceHead(id, key, version, appended, source, deleted());
  }
}
