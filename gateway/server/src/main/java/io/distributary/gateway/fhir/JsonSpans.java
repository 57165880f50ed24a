package io.distributary.gateway.fhir;

import java.nio.charset.StandardCharsets;

/**
 * Finds where the fields of a JSON object lie in its bytes, without building anything. For sound
 * JSON only: what is read here was parsed before it was stored.
 */
final class JsonSpans {
  private final byte[] json;
  private int at;

  private JsonSpans(byte[] json, int at) {
    this.json = json;
    this.at = at;
  }

  /** Takes one field: the bytes from the quote of its name to behind its value. */
  interface Field {
    /**
     * @return whether more fields are wanted
     */
    boolean take(String name, int nameStart, int valueStart, int valueEnd);
  }

  /**
   * Hands over the fields of the object that starts at or behind an index, while any are wanted.
   */
  static void fields(byte[] json, int start, Field visitor) {
    JsonSpans spans = new JsonSpans(json, start);
    spans.skipSpace();
    spans.at++;
    spans.fields(visitor);
  }

  private void fields(Field visitor) {
    boolean wanted = true;
    for (skipSpace(); wanted && json[at] != '}'; skipSpace()) {
      if (json[at] == ',') {
        at++;
        skipSpace();
      }
      int nameStart = at;
      skipText();
      String name = new String(json, nameStart + 1, at - nameStart - 2, StandardCharsets.UTF_8);
      skipSpace();
      at++;
      skipSpace();
      int valueStart = at;
      skipValue();
      wanted = visitor.take(name, nameStart, valueStart, at);
    }
  }

  private void skipValue() {
    if (json[at] == '"') {
      skipText();
    } else if (json[at] == '{' || json[at] == '[') {
      skipNested();
    } else {
      while (json[at] != ',' && json[at] != '}' && json[at] != ']' && json[at] > ' ') {
        at++;
      }
    }
  }

  private void skipNested() {
    int depth = 0;
    do {
      byte b = json[at];
      if (b == '"') {
        skipText();
        continue;
      }
      if (b == '{' || b == '[') {
        depth++;
      } else if (b == '}' || b == ']') {
        depth--;
      }
      at++;
    } while (depth > 0);
  }

  private void skipText() {
    for (at++; json[at] != '"'; at++) {
      if (json[at] == '\\') {
        at++;
      }
    }
    at++;
  }

  private void skipSpace() {
    while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
      at++;
    }
  }
}
