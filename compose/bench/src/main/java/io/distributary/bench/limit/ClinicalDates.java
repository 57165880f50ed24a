package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The date by which a timeline orders a resource. */
final class ClinicalDates {
  private static final List<String> PLAIN =
      List.of(
          "effectiveDateTime",
          "performedDateTime",
          "occurrenceDateTime",
          "onsetDateTime",
          "started",
          "authoredOn",
          "recordedDate",
          "recorded",
          "date",
          "issued",
          "created",
          "birthDate");
  private static final List<String> PERIODS =
      List.of("effectivePeriod", "performedPeriod", "period", "billablePeriod");

  private ClinicalDates() {}

  static @Nullable String of(JsonNode resource) {
    for (String name : PERIODS) {
      if (resource.path(name).path("start").isTextual()) {
        return resource.path(name).path("start").textValue();
      }
    }
    for (String name : PLAIN) {
      if (resource.path(name).isTextual()) {
        return resource.path(name).textValue();
      }
    }
    return null;
  }
}
