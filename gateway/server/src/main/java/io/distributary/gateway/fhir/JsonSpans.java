package io.distributary.gateway.fhir;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
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
      String name = name(nameStart);
      skipSpace();
      at++;
      skipSpace();
      int valueStart = at;
      skipValue();
      wanted = visitor.take(name, nameStart, valueStart, at);
    }
  }

  /** The name that ends here. A source may write its letters as escapes. */
  private String name(int start) {
    String quoted = new String(json, start, at - start, StandardCharsets.UTF_8);
    return quoted.indexOf('\\') < 0 ? quoted.substring(1, quoted.length() - 1) : unescaped(quoted);
  }

  private static String unescaped(String quoted) {
    byte[] object = ("{" + quoted + ":0}").getBytes(StandardCharsets.UTF_8);
    try {
      return Json.parseObject(object, JsonLimits.RESOURCE).keySet().iterator().next();
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The bytes of a resource were changed", e);
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
    int end = at + 1;
    while (json[end] != '"') {
      end += json[end] == '\\' ? 2 : 1;
    }
    at = end + 1;
  }

  private void skipSpace() {
    while (json[at] == ' ' || json[at] == '\n' || json[at] == '\r' || json[at] == '\t') {
      at++;
    }
  }
}
