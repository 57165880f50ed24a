package io.distributary.sinks.neo4j;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as the stream would hand them over. */
final class TestEvents {
  private static final Instant APPENDED = Instant.parse("2026-03-01T10:00:00.250Z");

  private TestEvents() {}

  static Event update(long version, String json) {
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      ResourceId key = PartitionKeys.keyOf(resource);
      return new Event(
          Change.UPDATED, key, new Version(version), APPENDED, "urn:example:hospital", resource);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Event delete(long version, String ref) {
    ResourceId id = ResourceId.parse(ref);
    Resource resource = Resource.tombstone(id);
    return new Event(
        Change.DELETED, id, new Version(version), APPENDED, "urn:example:hospital", resource);
  }

  static Event patient(long version, String id) {
    return update(
        version,
        """
        {"resourceType": "Patient", "id": "%s", "gender": "female", "birthDate": "1970-01-02",
         "name": [{"family": "Doe", "given": ["Jane", "Q"]}]}"""
            .formatted(id));
  }

  /** An encounter of a patient with a practitioner, named twice. */
  static Event encounter(long version, String id, String patient, String practitioner) {
    return update(
        version,
        """
        {"resourceType": "Encounter", "id": "%s", "status": "finished",
         "subject": {"reference": "Patient/%s"},
         "participant": [{"individual": {"reference": "Practitioner/%3$s"}},
                         {"individual": {"reference": "Practitioner/%3$s"}}]}"""
            .formatted(id, patient, practitioner));
  }
}
