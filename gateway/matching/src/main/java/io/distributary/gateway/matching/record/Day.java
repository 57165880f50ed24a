package io.distributary.gateway.matching.record;

/**
 * A date of birth, as its digits say it: it need not be in the calendar, as errors are compared,
 * too.
 */
public final class Day extends Term {
  private final int digits;

  Day(String text, int ordinal) {
    super(text, ordinal);
    this.digits = Integer.parseInt(text);
  }

  /** {@code yyyymmdd}. */
  public int digits() {
    return digits;
  }

  /** From 0 to 9999. */
  public int year() {
    return digits / 10_000;
  }

  /** {@code mmdd}. */
  public int monthAndDay() {
    return digits % 10_000;
  }

  /** From 0 to 99. */
  public int month() {
    return digits / 100 % 100;
  }

  /** From 0 to 99. */
  public int day() {
    return digits % 100;
  }

  /** Whether only the year is known: 1 January is what is written then. */
  public boolean isPartial() {
    return monthAndDay() == 101;
  }
}
