package io.distributary.sinks.hbase;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as a test needs them: their offset is their version. */
final class TestEvents {
  static final Instant APPENDED = Instant.parse("2026-11-21T10:00:00.123Z");
  static final String SOURCE = "urn:source with a space";

  private TestEvents() {}

  /** An Observation of a day, keyed as said. */
  static Event observation(String key, String id, long offset, String day) {
    return updated(
        key,
        offset,
        "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"effectiveDateTime\":\"%s\",\"valueQuantity\":{\"value\":1.10}}"
            .formatted(id, day));
  }

  static Event patient(String id, long offset, String family) {
    return updated(
        "Patient/" + id,
        offset,
        "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"name\":[{\"family\":\"%s\"}]}"
            .formatted(id, family));
  }

  static Event updated(String key, long offset, String json) {
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      return new Event(
          Change.UPDATED, ResourceId.parse(key), version(offset), APPENDED, SOURCE, resource);
    } catch (InvalidResourceException e) {
      throw new AssertionError(e);
    }
  }

  static Event deleted(String key, String id, long offset) {
    return new Event(
        Change.DELETED,
        ResourceId.parse(key),
        version(offset),
        APPENDED,
        SOURCE,
        Resource.tombstone(ResourceId.parse(id)));
  }

  static Version version(long offset) {
    return Version.of(0, offset, 0);
  }
}
