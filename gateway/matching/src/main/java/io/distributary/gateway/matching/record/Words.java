package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Sound;

/** A street, a place. */
public final class Words extends Term {
  private final String joined;
  private final long letters;
  private final int sound;

  Words(String text, int ordinal) {
    super(text, ordinal);
    this.joined = text.indexOf(' ') < 0 ? text : text.replace(" ", "");
    this.letters = Letters.of(joined);
    this.sound = Sound.of(text).hashCode();
  }

  /** Without blanks. */
  public String joined() {
    return joined;
  }

  /** Of {@link Letters}. */
  public long letters() {
    return letters;
  }

  /** Hash of how it sounds. */
  public int sound() {
    return sound;
  }

  /** Whether it is more than one word. */
  public boolean isMany() {
    return joined.length() < text().length();
  }
}
