package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import java.util.Arrays;
import java.util.Objects;

/**
 * What one version of a resource is in this view, beside its version and time.
 *
 * @param id the resource
 * @param key what it is keyed to
 * @param source the system that sent it
 * @param deleted whether it is a tombstone
 * @param body the resource's bytes as they came; empty for a tombstone; not to be changed
 */
record H2Content(ResourceId id, ResourceId key, String source, boolean deleted, byte[] body) {

  @Override
  public boolean equals(Object other) {
    return other instanceof H2Content that
        && id.equals(that.id)
        && key.equals(that.key)
        && source.equals(that.source)
        && deleted == that.deleted
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, key, source, deleted, Arrays.hashCode(body));
  }

  /** The resource's name only. */
  @Override
  public String toString() {
    return id.toString();
  }
}
