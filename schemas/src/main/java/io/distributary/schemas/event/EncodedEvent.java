package io.distributary.schemas.event;

import java.util.List;

/**
 * What a producer appends: key, headers and value of a record. The arrays are not to be changed.
 */
public record EncodedEvent(byte[] key, List<StreamRecord.Header> headers, byte[] value) {
  /** Nothing of the content. */
  @Override
  public String toString() {
    return value.length + " bytes";
  }
}
