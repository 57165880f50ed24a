package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Nicknames;
import io.distributary.gateway.matching.text.Sound;
import org.jspecify.annotations.Nullable;

/** A given, family or middle name. */
public final class Name extends Term {
  private final long letters;
  private final long beginning;
  private final int length;
  private final int sound;
  private final int[] nicknames;
  private final String @Nullable [] parts;

  Name(String text, int ordinal) {
    super(text, ordinal);
    this.letters = Letters.of(text);
    this.beginning = Letters.beginning(text);
    this.length = text.length();
    this.sound = Sound.of(text).hashCode();
    this.nicknames = Nicknames.groups(text);
    this.parts = text.indexOf(' ') < 0 ? null : text.split(" ");
  }

  /** Of {@link Letters}. */
  public long letters() {
    return letters;
  }

  /** Of {@link Letters}. */
  public long beginning() {
    return beginning;
  }

  /** Of the text. */
  public int length() {
    return length;
  }

  /** Hash of how it sounds. */
  public int sound() {
    return sound;
  }

  /** Of {@link Nicknames}. */
  public int[] nicknames() {
    return nicknames;
  }

  /** Its words, where there is more than one. */
  public String @Nullable [] parts() {
    return parts;
  }
}
