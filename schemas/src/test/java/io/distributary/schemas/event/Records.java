package io.distributary.schemas.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.distributary.schemas.event.StreamRecord.Header;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record that a test spoils one thing of. */
record Records(byte @Nullable [] keyBytes, List<Header> headers, byte @Nullable [] valueBytes) {
  static final int EPOCH = 1;
  static final int PARTITION = 3;
  static final long OFFSET = 42;
  static final Instant APPENDED = Instant.parse("2026-01-02T03:04:05Z");

  static Records of(EncodedEvent encoded) {
    return new Records(encoded.key(), encoded.headers(), encoded.value());
  }

  /**
   * @param headers each {@code name=value}
   */
  static Records of(String key, @Nullable String value, String... headers) {
    List<Header> parsed =
        Arrays.stream(headers)
            .map(text -> text.split("=", 2))
            .map(parts -> new Header(parts[0], parts[1].getBytes(UTF_8)))
            .toList();
    return new Records(bytes(key), parsed, bytes(value));
  }

  StreamRecord record() {
    return new StreamRecord(EPOCH, PARTITION, OFFSET, APPENDED, keyBytes, headers, valueBytes);
  }

  Records key(@Nullable String key) {
    return new Records(bytes(key), headers, valueBytes);
  }

  Records key(byte[] key) {
    return new Records(key, headers, valueBytes);
  }

  Records value(@Nullable String value) {
    return new Records(keyBytes, headers, bytes(value));
  }

  Records value(byte[] value) {
    return new Records(keyBytes, headers, value);
  }

  Records without(String name) {
    return new Records(
        keyBytes,
        headers.stream().filter(header -> !header.name().equals(name)).toList(),
        valueBytes);
  }

  /** One header more, whether it is there or not. */
  Records with(String name, String value) {
    return appended(new Header(name, value.getBytes(UTF_8)));
  }

  /** The same header with another value. */
  Records header(String name, String value) {
    return without(name).with(name, value);
  }

  Records header(String name, byte @Nullable [] value) {
    return without(name).appended(new Header(name, value));
  }

  private Records appended(Header header) {
    List<Header> more = new ArrayList<>(headers);
    more.add(header);
    return new Records(keyBytes, more, valueBytes);
  }

  private static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }
}
