package io.distributary.sinks.neo4j;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads what a server sends in Bolt and says what each message will cost the heap, before anybody
 * has built it. Messages come in chunks (two bytes of length, a chunk of length 0 ends a message),
 * and hold values in PackStream, each of which begins with a marker that says how many bytes of
 * content follow; so one flat pass over the bytes meets every value, however deep it lies. See "The
 * Bolt Protocol" and "PackStream" in Neo4j's manuals.
 *
 * <p>A cost is an estimate, in bytes, from above: the message itself, what the driver makes of it
 * (measured for the driver 6.2.1 on a 64-bit JVM), and what {@link GraphValues} makes of that
 * before it is written. What is written is {@link io.distributary.sink.QueryResult.Rows}' business.
 */
final class BoltMeter {
  /** Takes what a message cost. */
  interface Messages {
    /**
     * Called when a message has come to its end.
     *
     * @param record whether it is a row
     */
    void end(boolean record, long cost);

    /** Called when values lie deeper than {@link #MAX_DEPTH} in one another in a row. */
    void tooDeep();
  }

  /** Whoever reads a value calls itself for each in another: the driver, and who writes JSON. */
  static final int MAX_DEPTH = 100;

  /** A number, a boolean or null: an object, its place in a list, its digits as text. */
  static final int SCALAR = 56;

  /** A text or an array of bytes beside its bytes: an object of the driver and one of the JDK. */
  static final int TEXT = 64;

  /**
   * Each byte of a text beside the one on the wire: one that the text is made of, and two in it
   * when a single character is beyond Latin-1.
   */
  static final int TEXT_BYTE = 3;

  static final int LIST = 48;
  static final int MAP = 128;

  /** What a field of a map takes beside its name and its value. */
  static final int FIELD = 48;

  /** A node, a relationship, a date: objects of the driver, and a map as JSON. */
  static final int STRUCTURE = 256;

  private static final int RECORD = 0x71;
  private static final int NONE = -1;

  private final Messages messages;
  private int lengthHigh = NONE;
  private int chunk;
  private long content;
  private int sizeBytes;
  private int marker;
  private long size;
  private boolean tag;
  private int signature = NONE;
  private long cost;

  /** Of each value that holds others and is not complete: how many of these are to come. */
  private long[] missing = new long[MAX_DEPTH];

  private int depth;

  BoltMeter(Messages messages) {
    this.messages = messages;
  }

  /** What the message that has not come to its end yet costs so far. */
  long open() {
    return cost;
  }

  /**
   * @throws IOException when this is not Bolt
   */
  void read(byte[] bytes, int length) throws IOException {
    int at = 0;
    while (at < length) {
      if (chunk == 0) {
        beginChunk(bytes[at] & 0xff);
        at++;
      } else {
        int end = Math.min(length, at + chunk);
        cost += end - at;
        readPayload(bytes, at, end);
        chunk -= end - at;
        at = end;
      }
    }
  }

  private void beginChunk(int next) throws IOException {
    if (lengthHigh == NONE) {
      lengthHigh = next;
      return;
    }
    chunk = lengthHigh << 8 | next;
    lengthHigh = NONE;
    if (chunk == 0 && cost > 0) {
      endMessage();
    }
  }

  private void endMessage() throws IOException {
    if (content > 0 || sizeBytes > 0 || tag || depth > 0 || signature == NONE) {
      throw new IOException("A message ends within a value");
    }
    messages.end(signature == RECORD, cost);
    signature = NONE;
    cost = 0;
  }

  private void readPayload(byte[] bytes, int from, int end) throws IOException {
    int at = from;
    while (at < end) {
      if (content > 0) {
        int passed = (int) Math.min(content, end - at);
        content -= passed;
        at += passed;
      } else {
        readByte(bytes[at] & 0xff);
        at++;
      }
    }
  }

  private void readByte(int next) throws IOException {
    if (tag) {
      tag = false;
      signature = signature == NONE ? next : signature;
    } else if (sizeBytes > 0) {
      size = size << 8 | next;
      sizeBytes--;
      if (sizeBytes == 0) {
        beginSized();
        leaveComplete();
      }
    } else {
      beginValue(next);
    }
  }

  private void beginValue(int next) throws IOException {
    if (depth > 0) {
      missing[depth - 1]--;
    }
    readMarker(next);
    leaveComplete();
  }

  private void readMarker(int next) throws IOException {
    if (next < 0x80 || next >= 0xf0) {
      cost += SCALAR;
    } else if (next < 0xc0) {
      beginSmall(next & 0xf0, next & 0x0f);
    } else {
      switch (next) {
        case 0xc0, 0xc2, 0xc3 -> scalar(0);
        case 0xc8 -> scalar(1);
        case 0xc9 -> scalar(2);
        case 0xca -> scalar(4);
        case 0xc1, 0xcb -> scalar(8);
        case 0xcc, 0xd0, 0xd4, 0xd8, 0xdc -> sized(next, 1);
        case 0xcd, 0xd1, 0xd5, 0xd9, 0xdd -> sized(next, 2);
        case 0xce, 0xd2, 0xd6, 0xda -> sized(next, 4);
        default -> throw new IOException("No such marker in PackStream: " + next);
      }
    }
  }

  private void beginSmall(int kind, int entries) throws IOException {
    switch (kind) {
      case 0x80 -> text(entries);
      case 0x90 -> list(entries);
      case 0xa0 -> map(entries);
      default -> structure(entries);
    }
  }

  private void sized(int of, int bytes) {
    marker = of;
    sizeBytes = bytes;
    size = 0;
  }

  private void beginSized() throws IOException {
    switch (marker) {
      case 0xd4, 0xd5, 0xd6 -> list(size);
      case 0xd8, 0xd9, 0xda -> map(size);
      case 0xdc, 0xdd -> structure(size);
      default -> text(size);
    }
  }

  private void scalar(int bytes) {
    content = bytes;
    cost += SCALAR;
  }

  private void text(long bytes) {
    content = bytes;
    cost += TEXT + TEXT_BYTE * bytes;
  }

  private void list(long items) throws IOException {
    cost += LIST;
    enter(items);
  }

  private void map(long entries) throws IOException {
    cost += MAP + FIELD * entries;
    enter(2 * entries);
  }

  private void structure(long fields) throws IOException {
    tag = true;
    cost += STRUCTURE;
    enter(fields);
  }

  /** What is no row holds the plan, in which each operator lies in the one that takes its rows. */
  private void enter(long values) throws IOException {
    if (depth == MAX_DEPTH && signature == RECORD) {
      messages.tooDeep();
      throw new IOException("Values within values within values");
    }
    if (depth == missing.length) {
      missing = Arrays.copyOf(missing, 2 * depth);
    }
    missing[depth] = values;
    depth++;
  }

  /** Whose size is still to be read is not complete. */
  private void leaveComplete() {
    while (sizeBytes == 0 && depth > 0 && missing[depth - 1] == 0) {
      depth--;
    }
  }
}
