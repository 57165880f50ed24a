package io.distributary.gateway.http;

/** How much a JSON text may become when it is read into a tree. */
final class JsonValues {
  /** What a value takes in a tree beside its text, in bytes: {@code {"a":1}}, two, takes 225. */
  static final int BYTES = 120;

  private JsonValues() {}

  /**
   * At most how many values a text has, up to the place where it is no JSON: one, and one more for
   * every bracket that opens and every comma, outside of strings.
   */
  static int atMost(byte[] json) {
    int values = 1;
    boolean text = false;
    for (int i = 0; i < json.length; i++) {
      byte sign = json[i];
      if (text) {
        i += sign == '\\' ? 1 : 0;
        text = sign != '"';
      } else if (sign == '"') {
        text = true;
      } else if (sign == ',' || sign == '{' || sign == '[') {
        values++;
      }
    }
    return values;
  }
}
