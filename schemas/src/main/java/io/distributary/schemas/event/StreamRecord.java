package io.distributary.schemas.event;

import io.distributary.schemas.Version;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of the stream before anybody has understood it.
 *
 * @param epoch of the stream, see {@link Version}
 * @param appended the record's timestamp (LogAppendTime)
 * @param key not to be changed; null when the record has none
 * @param headers in their order, duplicates kept
 * @param value not to be changed; null when the record has none
 */
public record StreamRecord(
    int epoch,
    int partition,
    long offset,
    Instant appended,
    byte @Nullable [] key,
    List<Header> headers,
    byte @Nullable [] value) {

  /** A header; the value is null when the record says so. */
  public record Header(String name, byte @Nullable [] value) {
    @Override
    public String toString() {
      return name;
    }
  }

  public Version version() {
    return Version.of(epoch, offset, partition);
  }

  /** Bytes of key and value: what it weighs in memory, headers aside. */
  public int size() {
    return (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
  }

  /** Its place only. */
  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
