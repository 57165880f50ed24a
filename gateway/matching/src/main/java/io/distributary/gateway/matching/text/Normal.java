package io.distributary.gateway.matching.text;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/** Normal forms of what people write into forms. The empty text stands for what is missing. */
public final class Normal {
  private static final int SHORTEST_NUMBER = 4;
  private static final String COUNTED_UP = "123456789";

  /** What is written where a value is not known. */
  private static final Set<String> PLACEHOLDERS =
      Set.of(
          "unknown",
          "unk",
          "n a",
          "na",
          "none",
          "null",
          "nil",
          "not known",
          "not stated",
          "not given",
          "not available",
          "refused",
          "baby",
          "baby boy",
          "baby girl",
          "babyboy",
          "babygirl",
          "boy",
          "girl",
          "newborn",
          "infant",
          "test",
          "patient",
          "anonymous",
          "john doe",
          "jane doe",
          "no fixed abode",
          "xxx",
          "xx",
          "x");

  private Normal() {}

  /**
   * Words in lower case without accents and apostrophes, one blank between them; letters and digits
   * of every script stay. Placeholders are missing.
   */
  public static String words(String raw) {
    String words = fold(raw);
    return PLACEHOLDERS.contains(words) ? "" : words;
  }

  /** {@link #words} without blanks. */
  public static String joined(String raw) {
    return words(raw).replace(" ", "");
  }

  /**
   * A number that identifies something: letters and digits only. Missing when it is shorter than
   * four, one character repeated, or counted up from 1.
   */
  public static String number(String raw) {
    String number = fold(raw).replace(" ", "");
    boolean same = number.chars().allMatch(c -> c == number.charAt(0));
    return number.length() < SHORTEST_NUMBER || same || number.startsWith(COUNTED_UP) ? "" : number;
  }

  /** Lower case, without blanks at its ends. */
  public static String email(String raw) {
    String email = raw.strip().toLowerCase(Locale.ROOT);
    return PLACEHOLDERS.contains(email) ? "" : email;
  }

  private static String fold(String raw) {
    if (isFolded(raw)) {
      return raw;
    }
    return foldAll(isAscii(raw) ? raw : Normalizer.normalize(raw, Normalizer.Form.NFKD));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 127) {
        return false;
      }
    }
    return true;
  }

  private static boolean isFolded(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9')) {
        return false;
      }
    }
    return true;
  }

  private static String foldAll(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    boolean blank = false;
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      if (Character.isLetterOrDigit(c)) {
        if (blank && folded.length() > 0) {
          folded.append(' ');
        }
        blank = false;
        append(Character.toLowerCase(c), folded);
      } else {
        blank |= !vanishes(c);
      }
    }
    return folded.toString();
  }

  /** Letters that are no letter with an accent, as they are written without them. */
  private static void append(int letter, StringBuilder folded) {
    switch (letter) {
      case 'ß' -> folded.append("ss");
      case 'æ' -> folded.append("ae");
      case 'œ' -> folded.append("oe");
      case 'ø' -> folded.append('o');
      case 'ł' -> folded.append('l');
      case 'đ', 'ð' -> folded.append('d');
      case 'þ' -> folded.append("th");
      case 'ı' -> folded.append('i');
      default -> folded.appendCodePoint(letter);
    }
  }

  /** Accents and apostrophes leave no gap: O'Neill is one word. */
  private static boolean vanishes(int c) {
    return Character.getType(c) == Character.NON_SPACING_MARK || c == '\'' || c == '\u2019';
  }
}
