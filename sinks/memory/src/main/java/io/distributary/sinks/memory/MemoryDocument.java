package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.StoredResource;

/**
 * What the table holds of one event.
 *
 * @param json the resource's bytes; empty for a tombstone
 */
record MemoryDocument(ResourceHead head, byte[] json) {
  private static final byte[] NOTHING = {};

  static MemoryDocument of(Event event) {
    return new MemoryDocument(
        ResourceHead.of(event), event.deleted() ? NOTHING : event.resource().json());
  }

  MemoryDocument withJson(byte[] other) {
    return new MemoryDocument(head, other);
  }

  ResourceId id() {
    return head.id();
  }

  Version version() {
    return head.version();
  }

  boolean deleted() {
    return head.deleted();
  }

  /** Whether it stands where it belongs; another resource's document may have been put there. */
  boolean belongsUnder(String name) {
    return id().toString().equals(name);
  }

  StoredResource stored() {
    return StoredResource.of(head, json);
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return id() + " " + version();
  }
}
