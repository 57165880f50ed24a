package io.distributary.sinks.mongodb;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The texts of those numbers that no exact BSON type gives back digit for digit: with exponents,
 * with more than 34 digits, {@code -0}. Each lies in its document as a double, so that queries find
 * it, and its text lies beside, in the order of the document. No other number is a double.
 */
final class Digits {
  private final Deque<String> texts;

  /** None yet. */
  Digits() {
    texts = new ArrayDeque<>();
  }

  /**
   * @param joined what {@link #joined} once said
   */
  Digits(String joined) {
    texts = new ArrayDeque<>(List.of(joined.split(" ", -1)));
  }

  void add(String text) {
    texts.add(text);
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  String joined() {
    return String.join(" ", texts);
  }

  /**
   * The text of the next double. Texts are passed over until one fits, as a query's projection may
   * have left out doubles; a double that was computed has none and gets the shortest.
   */
  String next(double value) {
    while (!texts.isEmpty()) {
      String text = texts.remove();
      if (fits(text, value)) {
        return text;
      }
    }
    return Double.toString(value);
  }

  private static boolean fits(String text, double value) {
    try {
      return Double.compare(Double.parseDouble(text), value) == 0;
    } catch (NumberFormatException e) {
      return false; // altered behind our back
    }
  }
}
