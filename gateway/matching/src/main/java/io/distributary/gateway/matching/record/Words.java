package io.distributary.gateway.matching.record;

import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Sound;

/** A street, a place. Two that are far apart are told so, mostly, without a look at their texts. */
public final class Words extends Term {
  private final String joined;
  private final long letters;
  private final int sound;
  private final int length;
  private final long beginning;
  private final int firstWord;
  private final int lastWord;

  Words(String text, int ordinal) {
    super(text, ordinal);
    this.joined = text.indexOf(' ') < 0 ? text : text.replace(" ", "");
    this.letters = Letters.of(joined);
    this.sound = Sound.of(text).hashCode();
    this.length = joined.length();
    this.beginning = Letters.beginning(joined);
    int blank = text.indexOf(' ');
    this.firstWord = (blank < 0 ? text : text.substring(0, blank)).hashCode();
    this.lastWord = text.substring(text.lastIndexOf(' ') + 1).hashCode();
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

  /** Without blanks. */
  public int length() {
    return length;
  }

  /** Of {@link Letters}, without blanks. */
  public long beginning() {
    return beginning;
  }

  /** Hash of the first word. */
  public int firstWord() {
    return firstWord;
  }

  /** Hash of the last word. */
  public int lastWord() {
    return lastWord;
  }

  /** Whether it is more than one word. */
  public boolean isMany() {
    return joined.length() < text().length();
  }
}
