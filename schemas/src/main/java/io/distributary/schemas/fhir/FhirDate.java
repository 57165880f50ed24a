package io.distributary.schemas.fhir;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** FHIR's date, dateTime and instant: year, month, day or moment, as precise as the source knew. */
public final class FhirDate {
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
    return startsLikeADate(text)
        && DateText.read(text).map(read -> read.moment().isEmpty()).orElse(false);
  }

  /**
   * The first moment that the text can mean, in UTC where no zone is given; empty when it is no
   * date.
   */
  public static Optional<Instant> earliest(String text) {
    return startsLikeADate(text) ? DateText.read(text).flatMap(DateText::moment) : Optional.empty();
  }

  /** Spares most texts a closer look. */
  static boolean startsLikeADate(String text) {
    return text.length() >= 4 && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }
}
