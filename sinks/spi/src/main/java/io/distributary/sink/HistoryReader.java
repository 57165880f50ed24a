package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Optional;

/** Reads what a resource was. */
public interface HistoryReader {
  /**
   * Hands over every version, deletions included, the newest first; none when the view never saw
   * the resource.
   *
   * @param from where to begin: {@link Cursor#START}, or what an earlier call for the resource
   *     returned
   * @param visitor called on the calling thread
   * @return where to go on when the visitor wanted no more, though there may turn out to be nothing
   *     behind it; empty when all was handed over
   * @throws InvalidCursorException when this reader did not make the cursor
   */
  Optional<Cursor> history(
      ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException;

  /** One version, a deletion as a tombstone. */
  Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException;
}
