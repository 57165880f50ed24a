package io.distributary.sinks.mongodb;

import java.util.regex.Pattern;

/**
 * Finds the texts that {@link Digits} has collected, one after the other. Whoever asks may have
 * made up the field: its text can be anything of any length, and is never taken apart as a whole.
 */
final class StoredDigits {
  static final char BETWEEN = ' ';

  /** No JSON that is read has a longer number, see {@code Json}. */
  private static final int LONGEST = 1_000;

  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String joined;
  private int at;

  /**
   * @param joined what {@link Digits#joined} once said
   */
  StoredDigits(String joined) {
    this.joined = joined;
  }

  /**
   * The text of the next double. Texts are skipped until one fits, as a query's projection may have
   * left out doubles; a double that was computed has none and gets the shortest.
   */
  String next(double value) {
    while (at < joined.length()) {
      int start = at;
      int between = joined.indexOf(BETWEEN, start);
      int end = between < 0 ? joined.length() : between;
      at = end + 1;
      if (end - start <= LONGEST && fits(joined.substring(start, end), value)) {
        return joined.substring(start, end);
      }
    }
    return Double.toString(value);
  }

  private static boolean fits(String text, double value) {
    return JSON_NUMBER.matcher(text).matches()
        && Double.compare(Double.parseDouble(text), value) == 0;
  }
}
