package io.distributary.schemas.fhir;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** FHIR's date, dateTime and instant: year, month, day or moment, as precise as the source knew. */
public final class FhirDate {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4})(?:-(\\d{2})(?:-(\\d{2})(?:T(\\d{2}):(\\d{2})(?::(\\d{2})(?:(\\.\\d{1,9})\\d*)?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");
  private static final Set<String> NAMES =
      Set.of(
          "date",
          "start",
          "end",
          "issued",
          "recorded",
          "authoredOn",
          "created",
          "lastUpdated",
          "sent",
          "started",
          "whenHandedOver",
          "received",
          "occurred",
          "deceased");

  private FhirDate() {}

  /** Whether elements of this name hold dates. */
  public static boolean isDateElement(String name) {
    return NAMES.contains(name)
        || name.endsWith("Date")
        || name.endsWith("DateTime")
        || name.endsWith("Instant");
  }

  /**
   * Whether the text has the form of a FHIR date and names a day or a time that does not exist, as
   * Feb 30.
   */
  static boolean isImpossible(String text) {
    if (!startsLikeADate(text)) {
      return false;
    }
    Matcher m = FORM.matcher(text);
    return m.matches() && moment(m).isEmpty();
  }

  /**
   * The first moment that the text can mean, in UTC where no zone is given; empty when it is no
   * date.
   */
  public static Optional<Instant> earliest(String text) {
    if (!startsLikeADate(text)) {
      return Optional.empty();
    }
    Matcher m = FORM.matcher(text);
    return m.matches() ? moment(m) : Optional.empty();
  }

  /** Spares most texts the regular expression. */
  private static boolean startsLikeADate(String text) {
    return text.length() >= 4 && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }

  private static Optional<Instant> moment(Matcher m) {
    try {
      LocalDate day =
          LocalDate.of(number(m.group(1), 1), number(m.group(2), 1), number(m.group(3), 1));
      return Optional.of(day.atTime(time(m)).toInstant(zone(m.group(8))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** A leap second is taken for the second before it. */
  private static LocalTime time(Matcher m) {
    int second = number(m.group(6), 0);
    int nanos =
        m.group(7) == null ? 0 : (int) Math.round(Double.parseDouble("0" + m.group(7)) * 1e9);
    return LocalTime.of(
        number(m.group(4), 0),
        number(m.group(5), 0),
        second == 60 ? 59 : second,
        Math.min(nanos, 999_999_999));
  }

  private static ZoneOffset zone(@Nullable String text) {
    return text == null ? ZoneOffset.UTC : ZoneOffset.of(text);
  }

  private static int number(@Nullable String digits, int absent) {
    return digits == null ? absent : Integer.parseInt(digits);
  }
}
