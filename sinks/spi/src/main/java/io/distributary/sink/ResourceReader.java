package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/**
 * Reads resources by their ids. One that is there and cannot be read as this sink's fails its read
 * with {@link Action#REJECT}, or is as if it were not there: verification finds it.
 */
public interface ResourceReader {
  /** The resource or its tombstone; empty when the view never saw it. */
  Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException;

  /**
   * Hands over many resources, tombstones included, in any order, those that the view has seen, in
   * as few look-ups as the store and the memory of the read allow.
   *
   * @param ids at most 1,000, each once
   * @param visitor called on the calling thread
   */
  void readAll(Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException;

  /**
   * Current heads of many resources, tombstones included, in as few look-ups as the store allows.
   *
   * @return those that the view has seen
   */
  Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException;
}
