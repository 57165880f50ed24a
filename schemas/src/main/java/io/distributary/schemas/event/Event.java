package io.distributary.schemas.event;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.Resource;
import java.time.Instant;

/**
 * One change of one resource, as it lies in the stream.
 *
 * @param change whether the resource was written or deleted
 * @param key which partition's order it belongs to: its patient, or the resource itself
 * @param version its place in the stream; events of one resource are ordered by it and by nothing
 *     else
 * @param appended when the log took it (LogAppendTime): FHIR's {@code lastUpdated}, never used for
 *     order
 * @param source the system that sent it (CloudEvents source)
 * @param resource the whole new content; type and id alone for a deletion
 */
public record Event(
    Change change,
    ResourceId key,
    Version version,
    Instant appended,
    String source,
    Resource resource) {
  public ResourceId id() {
    return resource.id();
  }

  public boolean deleted() {
    return change == Change.DELETED;
  }

  /** The same event, without holding its resource's tree in memory. */
  public Event withoutTree() {
    return new Event(change, key, version, appended, source, resource.withoutTree());
  }

  /** Change, id and version only. */
  @Override
  public String toString() {
    return change + " " + id() + " " + version;
  }
}
