package io.distributary.gateway.matching.record;

/** A number that one system gave. */
public final class Identifier extends Term {
  private final String system;
  private final String value;

  Identifier(String text, int ordinal) {
    super(text, ordinal);
    int bar = text.lastIndexOf('|');
    this.system = text.substring(0, bar);
    this.value = text.substring(bar + 1);
  }

  /** Who gave it; empty when nobody says so. */
  public String system() {
    return system;
  }

  /** What was given: letters and digits. */
  public String value() {
    return value;
  }
}
