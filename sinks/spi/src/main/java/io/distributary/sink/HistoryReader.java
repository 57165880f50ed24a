package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/** Reads what a resource was. */
public interface HistoryReader {
  /**
   * Hands over every version, deletions included, the newest first; none when the view never saw
   * the resource.
   */
  void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException;

  /** One version, a deletion as a tombstone. */
  Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException;
}
