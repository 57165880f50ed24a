package io.distributary.schemas.json;

import java.math.BigDecimal;

/**
 * A JSON number that keeps its text: {@code 1.10} stays {@code 1.10}, as FHIR means the trailing
 * zero. Two numbers are equal when their texts are.
 */
public final class JsonNumber extends Number {
  private static final long serialVersionUID = 1L;

  private final String text;

  /**
   * @param text a number as JSON writes it
   */
  public JsonNumber(String text) {
    this.text = text;
  }

  /** Whether the text is a plain integer: digits and perhaps a minus, no point, no exponent. */
  public boolean isInteger() {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '-' && (c < '0' || c > '9')) {
        return false;
      }
    }
    return true;
  }

  public BigDecimal decimal() {
    return new BigDecimal(text);
  }

  @Override
  public int intValue() {
    return decimal().intValue();
  }

  @Override
  public long longValue() {
    return decimal().longValue();
  }

  @Override
  public float floatValue() {
    return Float.parseFloat(text);
  }

  @Override
  public double doubleValue() {
    return Double.parseDouble(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof JsonNumber number && text.equals(number.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The number's text. */
  @Override
  public String toString() {
    return text;
  }
}
