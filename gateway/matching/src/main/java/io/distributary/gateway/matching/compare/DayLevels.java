package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Day;
import io.distributary.gateway.matching.record.Field;

/** Levels of two dates of birth. */
final class DayLevels {
  private static final int SWAPPED = 2;
  private static final int ONE_DIGIT = 3;
  private static final int TWO_PARTS = 4;
  private static final int YEAR_OR_TWO_DIGITS = 5;
  private static final int YEAR_NEAR = 6;
  private static final int PARTIAL = 7;
  private static final int BOTH_PARTIAL = 8;
  private static final int OTHER = 9;
  private static final int DIGITS = 8;

  private DayLevels() {}

  static int of(Day a, Day b) {
    if (a.digits() == b.digits()) {
      return Field.SAME;
    }
    boolean sameYear = a.year() == b.year();
    if (sameYear && a.month() == b.day() && a.day() == b.month()) {
      return SWAPPED;
    }
    int years = digitsApart(a.year(), b.year());
    boolean yearNear = years <= 1 || Math.abs(a.year() - b.year()) <= 1;
    if (a.isPartial() && b.isPartial()) {
      return yearNear ? BOTH_PARTIAL : OTHER;
    }
    int days = digitsApart(a.monthAndDay(), b.monthAndDay());
    if (sameYear && (a.isPartial() || b.isPartial())) {
      return days <= 1 ? ONE_DIGIT : PARTIAL;
    }
    return ofWhole(a, b, years + days, yearNear);
  }

  private static int ofWhole(Day a, Day b, int digits, boolean yearNear) {
    if (digits <= 1 || digits == 2 && areNeighboursExchanged(a.digits(), b.digits())) {
      return ONE_DIGIT;
    }
    int same =
        (a.year() == b.year() ? 1 : 0)
            + (a.month() == b.month() ? 1 : 0)
            + (a.day() == b.day() ? 1 : 0);
    if (same == 2) {
      return TWO_PARTS;
    } else if (digits == 2 || a.year() == b.year()) {
      return YEAR_OR_TWO_DIGITS;
    }
    return yearNear ? YEAR_NEAR : OTHER;
  }

  private static int digitsApart(int a, int b) {
    int apart = 0;
    for (int x = a, y = b; x != y; x /= 10, y /= 10) {
      apart += x % 10 == y % 10 ? 0 : 1;
    }
    return apart;
  }

  private static boolean areNeighboursExchanged(int a, int b) {
    int unit = 1;
    for (int i = 1; i < DIGITS; i++, unit *= 10) {
      int x = a / unit % 100;
      int y = b / unit % 100;
      boolean others = a % unit == b % unit && a / unit / 100 == b / unit / 100;
      if (others && x != y && x % 10 == y / 10 && x / 10 == y % 10) {
        return true;
      }
    }
    return false;
  }
}
