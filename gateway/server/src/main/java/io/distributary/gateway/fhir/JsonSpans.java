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
    void take(String name, int nameStart, int valueStart, int valueEnd);
  }

  /**
   * Hands over the fields of the object that starts at or behind an index.
   *
   * @return the index of the closing brace
   */
  static int fields(byte[] json, int start, Field visitor) {
    JsonSpans spans = new JsonSpans(json, start);
    spans.skipSpace();
    spans.at++;
    return spans.fields(visitor);
  }

  private int fields(Field visitor) {
    for (skipSpace(); json[at] != '}'; skipSpace()) {
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
      visitor.take(name, nameStart, valueStart, at);
    }
    return at;
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
