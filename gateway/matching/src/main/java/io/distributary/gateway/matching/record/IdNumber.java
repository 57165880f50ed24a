package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;

/**
 * A number that identifies somebody or something: letters and digits. Two strangers' numbers are
 * told apart without a look at their texts.
 */
public final class IdNumber extends Term {
  private static final int TAIL = 7;

  private final long counts;
  private final int tail;

  IdNumber(String text, int ordinal) {
    super(text, ordinal);
    this.counts = Letters.counts(text);
    this.tail = text.substring(Math.max(0, text.length() - TAIL)).hashCode();
  }

  /** Of {@link Letters}. */
  public long counts() {
    return counts;
  }

  /** Hash of its last seven characters. */
  public int tail() {
    return tail;
  }
}
