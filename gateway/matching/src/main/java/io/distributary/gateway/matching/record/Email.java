package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;

/** An address for e-mail. Two strangers' are told apart without a look at their texts. */
public final class Email extends Term {
  private final long letters;
  private final long localLetters;
  private final int length;
  private final int localLength;

  Email(String text, int ordinal) {
    super(text, ordinal);
    this.length = text.length();
    this.localLength = Math.max(0, text.indexOf('@'));
    this.letters = Letters.of(text);
    this.localLetters = Letters.of(text.substring(0, localLength));
  }

  /** Of {@link Letters}. */
  public long letters() {
    return letters;
  }

  /** {@link Letters} of {@link #local}. */
  public long localLetters() {
    return localLetters;
  }

  /** Of the text. */
  public int length() {
    return length;
  }

  /** Of {@link #local}. */
  public int localLength() {
    return localLength;
  }

  /** What is before the @; empty when there is none. */
  public String local() {
    return text().substring(0, localLength);
  }

  /** What comes with and after the @; empty when there is none. */
  public String domain() {
    return localLength == 0 ? "" : text().substring(localLength);
  }
}
