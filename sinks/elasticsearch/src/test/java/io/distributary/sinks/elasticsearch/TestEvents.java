package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Projected;
import io.distributary.sink.Sink;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** Events as the tests need them. */
final class TestEvents {
  private static final Instant APPENDED = Instant.parse("2026-01-02T03:04:05.678Z");

  private TestEvents() {}

  static Event updated(long version, String json) {
    try {
      Resource resource = Resource.parse(json.getBytes(StandardCharsets.UTF_8));
      return event(Change.UPDATED, version, resource);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static Event deleted(long version, String id) {
    return event(Change.DELETED, version, Resource.tombstone(ResourceId.parse(id)));
  }

  private static Event event(Change change, long version, Resource resource) {
    return new Event(
        change,
        PartitionKeys.keyOf(resource),
        new Version(version),
        APPENDED,
        "urn:test:clinic",
        resource);
  }

  static List<Projected<ElasticsearchDocument>> projected(
      Sink<ElasticsearchDocument> sink, Event... events) {
    return Arrays.stream(events).map(event -> projected(sink, event)).toList();
  }

  private static Projected<ElasticsearchDocument> projected(
      Sink<ElasticsearchDocument> sink, Event event) {
    try {
      return new Projected<>(event, sink.projection().project(event).orElseThrow());
    } catch (io.distributary.sink.RejectedEventException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
