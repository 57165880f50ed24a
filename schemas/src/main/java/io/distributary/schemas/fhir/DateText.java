package io.distributary.schemas.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The parts of a text of the form {@code yyyy[-MM[-dd[Thh:mm[:ss[.d…]][Z|±hh:mm]]]]}, whether they
 * name a moment or not. Read by hand: every event has dozens of dates.
 */
final class DateText {
  private static final int MOST_DIGITS_OF_A_SECOND = 9;

  private final String text;
  private int at;
  private int year;
  private int month = 1;
  private int day = 1;
  private int hour;
  private int minute;
  private int second;
  private int nanos;
  private String zone = "Z";

  private DateText(String text) {
    this.text = text;
  }

  /** Empty when the text has another form. */
  static Optional<DateText> read(String text) {
    DateText read = new DateText(text);
    return read.date() ? Optional.of(read) : Optional.empty();
  }

  /** The first moment that it means, in UTC where no zone is given; empty when there is none. */
  Optional<Instant> moment() {
    try {
      return Optional.of(
          LocalDate.of(year, month, day).atTime(time()).toInstant(ZoneOffset.of(zone)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A leap second is taken for the second before it. */
  private LocalTime time() {
    return LocalTime.of(hour, minute, second == 60 ? 59 : second, nanos);
  }

  private boolean date() {
    year = digits(4);
    if (year < 0 || atEnd()) {
      return year >= 0;
    }
    month = behind('-');
    if (month < 0 || atEnd()) {
      return month >= 0;
    }
    day = behind('-');
    return day >= 0 && (atEnd() || timeOfDay());
  }

  private boolean timeOfDay() {
    hour = behind('T');
    minute = behind(':');
    if (hour < 0 || minute < 0) {
      return false;
    }
    if (isNext(':')) {
      second = behind(':');
      if (second < 0 || isNext('.') && !fraction()) {
        return false;
      }
    }
    return atEnd() || zone();
  }

  /** What comes behind the ninth digit is skipped. */
  private boolean fraction() {
    int first = ++at;
    int unit = 100_000_000;
    while (!atEnd() && isDigit(text.charAt(at))) {
      if (at - first < MOST_DIGITS_OF_A_SECOND) {
        nanos += (text.charAt(at) - '0') * unit;
        unit /= 10;
      }
      at++;
    }
    return at > first;
  }

  private boolean zone() {
    int start = at;
    if (isNext('Z')) {
      at++;
    } else if (behind(isNext('-') ? '-' : '+') < 0 || behind(':') < 0) {
      return false;
    }
    zone = text.substring(start, at);
    return atEnd();
  }

  /** Two digits behind a character; -1 when there is something else. */
  private int behind(char before) {
    if (!isNext(before)) {
      return -1;
    }
    at++;
    return digits(2);
  }

  private int digits(int count) {
    if (at + count > text.length()) {
      return -1;
    }
    int number = 0;
    for (int end = at + count; at < end; at++) {
      char c = text.charAt(at);
      if (!isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private boolean isNext(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean atEnd() {
    return at == text.length();
  }

  /** Nothing of the text: dates tell of patients. */
  @Override
  public String toString() {
    return "date";
  }
}
