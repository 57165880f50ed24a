package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * An event, decoded.
 *
 * @param version made of offset and partition, as the gateway makes it
 * @param json the resource as it came
 */
record Incoming(
    long version,
    String key,
    String source,
    Instant appended,
    String type,
    String id,
    JsonNode resource,
    byte[] json) {

  String ref() {
    return type + "/" + id;
  }

  /** Id and version only. */
  @Override
  public String toString() {
    return ref() + " " + version;
  }
}
