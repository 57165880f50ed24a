package io.distributary.schemas.json;

/**
 * A value that is written as JSON already; {@link Json} puts it into what it writes as it is.
 *
 * @param utf8 one JSON value, known to be sound; not to be changed
 */
public record RawJson(byte[] utf8) {
  /** Its length only. */
  @Override
  public String toString() {
    return utf8.length + " bytes of JSON";
  }
}
