package io.distributary.sinks.mongodb;

/**
 * Collects the texts of those numbers that no exact BSON type gives back digit for digit: with
 * exponents, with more than 34 digits, {@code -0}. Each lies in its document as a double, so that
 * queries find it, and its text lies beside, in the order of the document. No other number is a
 * double. {@link StoredDigits} finds them again.
 */
final class Digits {
  private final StringBuilder joined = new StringBuilder();

  void add(String text) {
    if (!joined.isEmpty()) {
      joined.append(StoredDigits.BETWEEN);
    }
    joined.append(text);
  }

  /** Empty when there is none. */
  String joined() {
    return joined.toString();
  }
}
