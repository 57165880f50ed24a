package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Reads the current state of resources by their ids. */
public interface ResourceReader {
  /** The resource or its tombstone; empty when the view never saw it. */
  Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException;

  /**
   * Heads of many resources, tombstones included, in as few look-ups as the store allows.
   *
   * @return those that the view has seen
   */
  Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException;
}
