package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.hbase.Cell;

/**
 * The rows' keys, as text. {@code |} joins their parts and stands in none of them (keys and ids are
 * letters, digits, {@code -}, {@code .} and one {@code /}), so what begins with one key and {@code
 * |} never belongs to another. The salt is two hex digits from a hash of the key: all of a key lies
 * together, and keys spread over the regions.
 */
final class RowKeys {
  static final int MAX_BUCKETS = 256;
  static final char SEPARATOR = '|';

  /** The character behind the separator: where the rows of a prefix end. */
  private static final char AFTER_SEPARATOR = SEPARATOR + 1;

  private static final int SALT_LENGTH = 3;

  /**
   * Later than the last moment of year 9999 in any zone, in milliseconds. 16 digits hold it and all
   * that precedes 1970.
   */
  private static final long END_OF_TIME = 999_999_999_999_999L;

  private static final int DATE_DIGITS = 16;

  private final List<String> salts;

  RowKeys(int buckets) {
    salts =
        IntStream.range(0, buckets)
            .mapToObj(bucket -> String.format(Locale.ROOT, "%02x%c", bucket, SEPARATOR))
            .toList();
  }

  /** Where a new table is split: between two salts. */
  byte[][] splits() {
    return salts.stream().skip(1).map(RowKeys::bytes).toArray(byte[][]::new);
  }

  byte[] chart(ResourceId key, ResourceId id) {
    return chart(key.toString(), id.toString());
  }

  /** The row of what need not be a resource. */
  byte[] chart(String key, String name) {
    return raw(saltOf(key) + key + SEPARATOR + name);
  }

  /** Whether a row of {@code charts} is as {@link #chart} makes it. */
  boolean isChart(byte[] row) {
    String text = unsalted(row);
    return Arrays.equals(chart(keyIn(text), idIn(text)), row);
  }

  /** A later date sorts first. */
  byte[] timeline(ResourceId key, Instant date, ResourceId id) {
    return timeline(key.toString(), date, id.toString());
  }

  byte[] timeline(String key, Instant date, String name) {
    return raw(saltOf(key) + key + SEPARATOR + reversed(date) + SEPARATOR + name);
  }

  static byte[] resource(ResourceId id) {
    return bytes(id.toString());
  }

  /** All rows of a key, in {@code charts} or in {@code timeline}. */
  RowRange ofKey(ResourceId key) {
    return prefix(saltOf(key.toString()) + key + SEPARATOR);
  }

  /** The one row with this text, which begins with a key. */
  RowRange row(String unsalted) {
    return RowRange.one(bytes(saltOf(keyIn(unsalted)) + unsalted));
  }

  /**
   * The rows that begin with a text: one range when the text is a whole key or holds one, else one
   * for each bucket. A whole key means itself, not every key that begins like it.
   */
  List<RowRange> prefixed(String unsalted) {
    Optional<ResourceId> key = ResourceId.tryParse(unsalted);
    if (key.isPresent()) {
      return List.of(ofKey(key.get()));
    }
    if (holdsKey(unsalted)) {
      return List.of(prefix(saltOf(keyIn(unsalted)) + unsalted));
    }
    return salts.stream().map(salt -> prefix(salt + unsalted)).toList();
  }

  /**
   * The rows from a text on up to another, which is not among them, in every bucket. An empty end
   * is the end of the table.
   */
  List<RowRange> between(String start, String stop) {
    List<RowRange> ranges = new ArrayList<>();
    for (String salt : salts) {
      String end =
          stop.isEmpty() ? salt.substring(0, SALT_LENGTH - 1) + AFTER_SEPARATOR : salt + stop;
      ranges.add(RowRange.between(bytes(salt + start), bytes(end)));
    }
    return ranges;
  }

  /** The row's text without its salt; empty for what is too short to have one. */
  static String unsalted(byte[] row) {
    return text(row).substring(Math.min(row.length, SALT_LENGTH));
  }

  /** The same of a cell's row. */
  static String unsalted(Cell cell) {
    int salt = Math.min(cell.getRowLength(), SALT_LENGTH);
    return new String(
        cell.getRowArray(),
        cell.getRowOffset() + salt,
        cell.getRowLength() - salt,
        StandardCharsets.ISO_8859_1);
  }

  /** Whether the text begins with a key and its separator. */
  static boolean holdsKey(String unsalted) {
    return unsalted.indexOf(SEPARATOR) > 0;
  }

  /** The first part of a row's text: its key; empty when there is none. */
  static String keyIn(String unsalted) {
    return unsalted.substring(0, Math.max(0, unsalted.indexOf(SEPARATOR)));
  }

  /** The last part of a row's text: {@code Type/id}. */
  static String idIn(String unsalted) {
    return unsalted.substring(unsalted.lastIndexOf(SEPARATOR) + 1);
  }

  static RowRange prefix(String text) {
    return RowRange.prefix(bytes(text));
  }

  /** Any bytes as a text, and back by {@link #raw}; ours are ASCII. */
  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] raw(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@link String#hashCode} is the same on every platform, for ever. */
  private String saltOf(String key) {
    return salts.get(Math.floorMod(key.hashCode(), salts.size()));
  }

  private static String reversed(Instant date) {
    String digits = Long.toString(END_OF_TIME - date.toEpochMilli());
    return "0".repeat(DATE_DIGITS - digits.length()) + digits;
  }
}
