package io.distributary.gateway.log;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of a compacted topic.
 *
 * @param offset its place; -1 while it is not yet appended
 * @param value null for a tombstone
 * @param headers what other programs read of it; empty when it was read here
 */
public record TopicRecord(
    long offset, String key, byte @Nullable [] value, Map<String, String> headers) {
  /** To be appended. */
  public static TopicRecord of(String key, byte @Nullable [] value, Map<String, String> headers) {
    return new TopicRecord(-1, key, value, headers);
  }
}
