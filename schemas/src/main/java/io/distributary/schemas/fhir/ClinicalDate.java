package io.distributary.schemas.fhir;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When what a resource tells of took place: the one date by which a timeline orders it.
 *
 * @param path the element that it was taken from, for example {@code period.start}
 * @param text as the source wrote it, as precise as the source knew
 * @param earliest the first moment that the text can mean, in UTC where no zone is given
 */
public record ClinicalDate(String path, String text, Instant earliest) {
  /** From what happened to what was merely written down; the first that a resource has is taken. */
  private static final List<String> PATHS =
      List.of(
          "effectiveDateTime",
          "effectivePeriod.start",
          "effectiveInstant",
          "performedDateTime",
          "performedPeriod.start",
          "occurrenceDateTime",
          "occurrencePeriod.start",
          "onsetDateTime",
          "onsetPeriod.start",
          "period.start",
          "billablePeriod.start",
          "servicedDate",
          "servicedPeriod.start",
          "started",
          "start",
          "plannedStart",
          "whenHandedOver",
          "collection.collectedDateTime",
          "sent",
          "authoredOn",
          "authored",
          "dateTime",
          "dateWritten",
          "recordedDate",
          "recorded",
          "dateAsserted",
          "assertedDate",
          "statusDate",
          "date",
          "issued",
          "created",
          "birthDate");

  /** Empty when the resource carries none, as an Organization. */
  public static Optional<ClinicalDate> of(Resource resource) {
    for (String path : PATHS) {
      for (Object value : Elements.values(resource.tree(), path)) {
        Optional<Instant> moment =
            value instanceof String text ? FhirDate.earliest(text) : Optional.empty();
        if (moment.isPresent()) {
          return Optional.of(new ClinicalDate(path, (String) value, moment.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The path alone: dates tell of patients. */
  @Override
  public String toString() {
    return path;
  }
}
