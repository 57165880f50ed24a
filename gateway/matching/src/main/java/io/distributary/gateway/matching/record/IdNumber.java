package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;

/** A number that identifies somebody or something: letters and digits. */
public final class IdNumber extends Term {
  private final long counts;

  IdNumber(String text, int ordinal) {
    super(text, ordinal);
    this.counts = Letters.counts(text);
  }

  /** Of {@link Letters}. */
  public long counts() {
    return counts;
  }
}
