package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;

/** An address for e-mail. */
public final class Email extends Term {
  private final long letters;
  private final String local;

  Email(String text, int ordinal) {
    super(text, ordinal);
    int at = text.indexOf('@');
    this.letters = Letters.of(text);
    this.local = at < 0 ? "" : text.substring(0, at);
  }

  /** Of {@link Letters}. */
  public long letters() {
    return letters;
  }

  /** What is before the @; empty when there is none. */
  public String local() {
    return local;
  }

  /** What comes with and after the @; empty when there is none. */
  public String domain() {
    return local.isEmpty() ? "" : text().substring(local.length());
  }
}
