package io.distributary.gateway.fhir;

import java.io.ByteArrayOutputStream;

/** Sound JSON with line breaks and indentation, for people. */
public final class Pretty {
  private final ByteArrayOutputStream out;
  private int depth;
  private byte last;

  private Pretty(int size) {
    this.out = new ByteArrayOutputStream(size * 2);
  }

  public static byte[] print(byte[] json) {
    Pretty pretty = new Pretty(json.length);
    for (int i = 0; i < json.length; ) {
      i = json[i] == '"' ? pretty.text(json, i) : pretty.sign(json[i], i);
    }
    return pretty.out.toByteArray();
  }

  private int text(byte[] json, int start) {
    int end = start + 1;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    open();
    out.write(json, start, end + 1 - start);
    last = '"';
    return end + 1;
  }

  private int sign(byte sign, int at) {
    switch (sign) {
      case ' ', '\n', '\r', '\t' -> {
        return at + 1;
      }
      case '}', ']' -> close(sign);
      case ':' -> write(": ");
      default -> {
        open();
        out.write(sign);
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

  private void close(byte sign) {
    depth--;
    if (last != '{' && last != '[') {
      line();
    }
    out.write(sign);
  }

  private void line() {
    write("\n" + "  ".repeat(depth));
  }

  private void write(String ascii) {
    ascii.chars().forEach(out::write);
  }
}
