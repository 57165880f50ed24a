package io.distributary.schemas;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A vector partition -> offset: everything <em>below</em> those offsets. A partition that is not
 * named has offset 0.
 *
 * @param epoch of the stream, see {@link Version}
 * @param offsets the next offset of each partition, never negative
 */
public record Position(int epoch, SortedMap<Integer, Long> offsets) {
  private static final Pattern TEXT = Pattern.compile("\\d{1,4}(?:;\\d{1,4}=\\d{1,13})*+");

  public Position {
    offsets = Collections.unmodifiableSortedMap(new TreeMap<>(offsets));
    if (epoch < 0
        || offsets.entrySet().stream().anyMatch(e -> e.getKey() < 0 || e.getValue() < 0)) {
      throw new IllegalArgumentException("A position has no negative parts");
    }
  }

  public static Position start(int epoch) {
    return new Position(epoch, new TreeMap<>());
  }

  /** The position just behind one event. */
  public static Position after(Version version) {
    return start(version.epoch()).with(version.partition(), version.offset() + 1);
  }

  /** The same position with one partition's offset put in. */
  public Position with(int partition, long offset) {
    TreeMap<Integer, Long> changed = new TreeMap<>(offsets);
    changed.put(partition, offset);
    return new Position(epoch, changed);
  }

  /** Per partition the greater offset of the two, which must be of one epoch. */
  public Position join(Position other) {
    requireSameEpoch(other);
    TreeMap<Integer, Long> joined = new TreeMap<>(offsets);
    other.offsets.forEach((partition, offset) -> joined.merge(partition, offset, Math::max));
    return new Position(epoch, joined);
  }

  /** Whether everything below the other position is below this one, too. */
  public boolean covers(Position other) {
    requireSameEpoch(other);
    return other.offsets.entrySet().stream().allMatch(e -> offset(e.getKey()) >= e.getValue());
  }

  /** Whether an event with this version lies below this position, whatever its epoch. */
  public boolean includes(Version version) {
    return version.offset() < offset(version.partition());
  }

  public long offset(int partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  /** The opaque text that clients hand back: safe in a header and in a URL. */
  public String encode() {
    StringBuilder text = new StringBuilder().append(epoch);
    offsets.forEach(
        (partition, offset) -> text.append(';').append(partition).append('=').append(offset));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * @throws IllegalArgumentException when the text was not made by {@link #encode}
   */
  public static Position decode(String encoded) {
    String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.US_ASCII);
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException("Not a position");
    }
    String[] parts = text.split(";", -1);
    TreeMap<Integer, Long> offsets = new TreeMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      offsets.put(
          Integer.valueOf(parts[i].substring(0, equals)),
          Long.valueOf(parts[i].substring(equals + 1)));
    }
    Position position = new Position(Integer.parseInt(parts[0]), offsets);
    if (!position.encode().equals(encoded)) {
      throw new IllegalArgumentException("Not a position");
    }
    return position;
  }

  /** Sum of all offsets: how many records lie below this position, gaps counted. */
  public long total() {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private void requireSameEpoch(Position other) {
    if (epoch != other.epoch) {
      throw new IllegalArgumentException("Positions of two epochs cannot be compared");
    }
  }
}
