package io.distributary.gateway.matching.text;

import org.apache.commons.codec.language.DoubleMetaphone;

/**
 * How a name sounds: the same code for names that are pronounced alike in the languages of Europe.
 */
public final class Sound {
  private static final int CODE_LENGTH = 6;
  private static final DoubleMetaphone METAPHONE = metaphone();

  private Sound() {}

  private static DoubleMetaphone metaphone() {
    DoubleMetaphone metaphone = new DoubleMetaphone();
    metaphone.setMaxCodeLen(CODE_LENGTH);
    return metaphone;
  }

  /** Of normalised words; of scripts without such rules, the words themselves. */
  public static String of(String words) {
    String joined = words.replace(" ", "");
    String code = METAPHONE.doubleMetaphone(joined);
    return code == null || code.isEmpty() ? joined : code;
  }
}
