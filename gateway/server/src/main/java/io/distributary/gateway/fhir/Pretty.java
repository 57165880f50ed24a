package io.distributary.gateway.fhir;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Sound JSON with line breaks and indentation, for people. It may be many times as long as the
 * JSON, so its length is counted before it is made.
 */
public final class Pretty {
  private static final byte[] COLON = ": ".getBytes(StandardCharsets.US_ASCII);

  private final byte[] json;
  private final boolean counts;
  private final byte[] out;
  private long length;
  private int depth;
  private byte last;

  private Pretty(byte[] json, boolean counts, byte[] out) {
    this.json = json;
    this.counts = counts;
    this.out = out;
  }

  /** How many bytes {@link #print} makes of it. */
  public static long length(byte[] json) {
    Pretty pretty = new Pretty(json, true, new byte[0]);
    pretty.print();
    return pretty.length;
  }

  /**
   * Makes it.
   *
   * @param length as counted
   */
  public static byte[] print(byte[] json, long length) {
    Pretty pretty = new Pretty(json, false, new byte[Math.toIntExact(length)]);
    pretty.print();
    return pretty.out;
  }

  private void print() {
    for (int i = 0; i < json.length; ) {
      i = json[i] == '"' ? text(i) : sign(i);
    }
  }

  private int text(int start) {
    int end = start + 1;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    open();
    write(json, start, end + 1 - start);
    last = '"';
    return end + 1;
  }

  private int sign(int at) {
    byte sign = json[at];
    switch (sign) {
      case ' ', '\n', '\r', '\t' -> {
        return at + 1;
      }
      case '}', ']' -> close(at);
      case ':' -> write(COLON, 0, 2);
      default -> {
        open();
        write(json, at, 1);
      }
    }
    if (sign == '{' || sign == '[') {
      depth++;
    }
    last = sign;
    return at + 1;
  }

  /** A line of its own for what follows a bracket or a comma. */
  private void open() {
    if (last == '{' || last == '[' || last == ',') {
      line();
    }
  }

  private void close(int at) {
    depth--;
    if (last != '{' && last != '[') {
      line();
    }
    write(json, at, 1);
  }

  private void line() {
    if (!counts) {
      int start = (int) length;
      out[start] = '\n';
      Arrays.fill(out, start + 1, start + 1 + 2 * depth, (byte) ' ');
    }
    length += 1 + 2L * depth;
  }

  private void write(byte[] from, int start, int some) {
    if (!counts) {
      System.arraycopy(from, start, out, (int) length, some);
    }
    length += some;
  }
}
