package io.distributary.gateway.matching.record;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Dates of birth as people write them, as {@code yyyymmdd}. What is no day of the calendar is kept:
 * a typing error is compared better than nothing. A year alone, or with a month, is its 1 January,
 * as that is what forms make of it.
 */
final class BirthDates {
  private static final Pattern YEAR_FIRST =
      Pattern.compile("(\\d{4})[-/. ](\\d{1,2})(?:[-/. ](\\d{1,2}))?(?:[T ].*)?");
  private static final Pattern YEAR_LAST =
      Pattern.compile("(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})(?:[T ].*)?");
  private static final Pattern DIGITS = Pattern.compile("(\\d{4})(\\d{2})?(\\d{2})?");
  private static final Set<String> PLACEHOLDERS =
      Set.of("19000101", "00010101", "11111111", "99991231", "99999999", "00000000");

  private BirthDates() {}

  /** Empty when it is no date. */
  static String of(String raw) {
    String text = raw.strip();
    Matcher digits = DIGITS.matcher(text);
    if (digits.matches()) {
      return of(digits.group(1), digits.group(2), digits.group(3));
    }
    Matcher first = YEAR_FIRST.matcher(text);
    if (first.matches()) {
      return of(first.group(1), first.group(2), first.group(3));
    }
    Matcher last = YEAR_LAST.matcher(text);
    return last.matches() ? yearLast(last) : "";
  }

  /** Month before day, unless that cannot be; the level for swapped ones covers the rest. */
  private static String yearLast(Matcher date) {
    boolean dayFirst = Integer.parseInt(date.group(1)) > 12;
    return dayFirst
        ? of(date.group(3), date.group(2), date.group(1))
        : of(date.group(3), date.group(1), date.group(2));
  }

  /** From parts, of which month and day may be missing. */
  static String of(String year, String month, String day) {
    if (year == null || year.length() != 4) {
      return "";
    }
    boolean whole = month != null && !month.isEmpty() && day != null && !day.isEmpty();
    String date = whole ? year + twoDigits(month) + twoDigits(day) : year + "0101";
    return PLACEHOLDERS.contains(date) ? "" : date;
  }

  private static String twoDigits(String part) {
    return part.length() == 1 ? "0" + part : part;
  }
}
