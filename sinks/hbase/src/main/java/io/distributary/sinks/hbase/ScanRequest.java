package io.distributary.sinks.hbase;

import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryFields;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Scan;
import org.jspecify.annotations.Nullable;

/**
 * A native query, checked.
 *
 * @param from the least version that is seen
 * @param until versions from here on are not seen
 * @param versions how many versions of a row are wanted
 * @param limit how many rows are wanted; the caps of the read hold besides
 */
record ScanRequest(
    ViewTable table, List<RowRange> ranges, long from, long until, int versions, int limit) {
  private static final int MAX_VERSIONS = 1_000;
  private static final int LONGEST_TEXT = 512;

  static ScanRequest parse(Map<String, @Nullable Object> query, RowKeys keys)
      throws InvalidQueryException {
    QueryFields fields =
        QueryFields.of(
            query, "table", "row", "prefix", "start", "stop", "timeRange", "versions", "limit");
    ViewTable table = table(query);
    long[] time = timeRange(query.get("timeRange"));
    return new ScanRequest(
        table,
        table.salted() ? salted(query, keys) : plain(query),
        time[0],
        time[1],
        fields.number("versions", 1, MAX_VERSIONS, 1),
        fields.number("limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
  }

  private static ViewTable table(Map<String, @Nullable Object> query) throws InvalidQueryException {
    Object name = query.get("table");
    return Arrays.stream(ViewTable.values())
        .filter(table -> table.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidQueryException(
                    "table: must be one of " + Arrays.toString(ViewTable.values())));
  }

  private static List<RowRange> salted(Map<String, @Nullable Object> query, RowKeys keys)
      throws InvalidQueryException {
    checkRange(query);
    Optional<String> row = text(query, "row");
    if (row.isPresent()) {
      require(RowKeys.holdsKey(row.get()), "row: must begin with a key and |, as Type/id|Type/id");
      return List.of(keys.row(row.get()));
    }
    Optional<String> prefix = text(query, "prefix");
    return prefix.isPresent()
        ? keys.prefixed(prefix.get())
        : keys.between(text(query, "start").orElse(""), text(query, "stop").orElse(""));
  }

  private static List<RowRange> plain(Map<String, @Nullable Object> query)
      throws InvalidQueryException {
    checkRange(query);
    Optional<String> row = text(query, "row");
    if (row.isPresent()) {
      return List.of(RowRange.one(RowKeys.bytes(row.get())));
    }
    Optional<String> prefix = text(query, "prefix");
    return List.of(
        prefix.isPresent()
            ? RowKeys.prefix(prefix.get())
            : RowRange.between(
                RowKeys.bytes(text(query, "start").orElse("")),
                RowKeys.bytes(text(query, "stop").orElse(""))));
  }

  private static void checkRange(Map<String, @Nullable Object> query) throws InvalidQueryException {
    int ways = 0;
    ways += query.containsKey("row") ? 1 : 0;
    ways += query.containsKey("prefix") ? 1 : 0;
    ways += query.containsKey("start") || query.containsKey("stop") ? 1 : 0;
    require(ways == 1, "Exactly one of row, prefix, and start with stop is wanted");
    Optional<String> stop = text(query, "stop").filter(s -> !s.isEmpty());
    require(
        stop.isEmpty() || text(query, "start").orElse("").compareTo(stop.get()) < 0,
        "stop: must come behind start");
    require(!text(query, "row").equals(Optional.of("")), "row: must not be empty");
  }

  private static Optional<String> text(Map<String, @Nullable Object> query, String field)
      throws InvalidQueryException {
    if (!query.containsKey(field)) {
      return Optional.empty();
    }
    if (query.get(field) instanceof String text
        && text.length() <= LONGEST_TEXT
        && text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      return Optional.of(text);
    }
    throw new InvalidQueryException(field + ": must be a text of at most 512 ASCII characters");
  }

  private static long[] timeRange(@Nullable Object range) throws InvalidQueryException {
    if (range == null) {
      return new long[] {0, Long.MAX_VALUE};
    }
    if (range instanceof List<?> two && two.size() == 2) {
      long from = digits(two.get(0));
      long until = digits(two.get(1));
      require(from >= 0 && until > from, "timeRange: the first version must be below the second");
      return new long[] {from, until};
    }
    throw new InvalidQueryException("timeRange: must be [from version, to version]");
  }

  /** The value of plain digits, in a text or a number; -1 when it is anything else. */
  private static long digits(@Nullable Object value) {
    String text = value instanceof String || value instanceof Number ? value.toString() : "";
    try {
      return text.matches("\\d{1,19}") ? Long.parseLong(text) : -1;
    } catch (NumberFormatException e) { // beyond 2^63 - 1
      return -1;
    }
  }

  private static void require(boolean right, String message) throws InvalidQueryException {
    if (!right) {
      throw new InvalidQueryException(message);
    }
  }

  /** The scan, with its time range. */
  Scan within(Scan scan) {
    try {
      return scan.setTimeRange(from, until);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The get, with its time range and number of versions. */
  Get versionsOf(Get get) {
    try {
      return within(get).readVersions(versions);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Get within(Get get) {
    try {
      return get.setTimeRange(from, until);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
