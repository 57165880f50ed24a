package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What a view knows of a resource beside its content. */
public final class ResourceHead {
  private final Parts parts;

  private record Parts(
      ResourceId id,
      ResourceId key,
      Version version,
      Instant appended,
      String source,
      boolean deleted) {}

  private ResourceHead(Parts parts) {
    this.parts = parts;
  }

  /**
   * @param key the event's key
   * @param appended the append time of the event that wrote it
   * @param source the event's source
   * @param deleted whether it is a tombstone
   */
  public static ResourceHead of(
      ResourceId id,
      ResourceId key,
      Version version,
      Instant appended,
      String source,
      boolean deleted) {
    return new ResourceHead(
        new Parts(id, key, version, appended.truncatedTo(ChronoUnit.MILLIS), source, deleted));
  }

  /** What a view knows when it holds an event. */
  public static ResourceHead of(Event event) {
    return of(
        event.id(),
        event.key(),
        event.version(),
        event.appended(),
        event.source(),
        event.deleted());
  }

  public ResourceId id() {
    return parts.id;
  }

  public ResourceId key() {
    return parts.key;
  }

  public Version version() {
    return parts.version;
  }

  /** FHIR's {@code lastUpdated}, to the millisecond. */
  public Instant appended() {
    return parts.appended;
  }

  public String source() {
    return parts.source;
  }

  public boolean deleted() {
    return parts.deleted;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResourceHead head && parts.equals(head.parts);
  }

  @Override
  public int hashCode() {
    return parts.hashCode();
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return parts.id + " " + parts.version;
  }
}
