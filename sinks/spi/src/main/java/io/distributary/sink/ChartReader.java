package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import java.util.Optional;

/** Reads all that is keyed to a patient (or any other key). */
public interface ChartReader {
  /**
   * Hands over every live resource of the key in the order of their ids (by type, then by id, both
   * by their characters' code points), one after the other, without holding the chart in memory.
   * What cannot be read as this sink's is passed over.
   *
   * @param from where to begin: {@link Cursor#START}, or what an earlier call for the key returned
   * @param visitor called on the calling thread
   * @return where to go on when the visitor wanted no more, though there may turn out to be nothing
   *     behind it; empty when all was handed over
   * @throws InvalidCursorException when this reader did not make the cursor
   */
  Optional<Cursor> chart(
      ResourceId key, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException;
}
