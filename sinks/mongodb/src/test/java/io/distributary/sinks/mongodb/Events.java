package io.distributary.sinks.mongodb;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Projected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events as tests need them. */
final class Events {
  static final Instant APPENDED = Instant.parse("2026-11-21T09:30:00.123Z");

  private Events() {}

  static Event updated(String json, long version) {
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      return new Event(
          Change.UPDATED, resource.id(), new Version(version), APPENDED, "urn:lab", resource);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Event deleted(String ref, long version) {
    ResourceId id = ResourceId.parse(ref);
    return new Event(
        Change.DELETED, id, new Version(version), APPENDED, "urn:lab", Resource.tombstone(id));
  }

  static Projected<MongoDocument> projected(Event event) {
    return new Projected<>(event, MongoProjection.INSTANCE.project(event).orElseThrow());
  }
}
