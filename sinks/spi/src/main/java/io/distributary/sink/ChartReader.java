package io.distributary.sink;

import io.distributary.schemas.ResourceId;

/** Reads all that is keyed to a patient (or any other key). */
public interface ChartReader {
  /**
   * Hands over every live resource of the key, current version, one after the other, without
   * holding the chart in memory.
   *
   * @param visitor called on the calling thread
   */
  void chart(ResourceId key, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException;
}
