package io.distributary.sink;

import io.distributary.schemas.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a native query.
 *
 * @param rows JSON trees: maps, lists, texts, numbers, booleans, nulls
 * @param truncated whether rows are missing because of {@code maxRows}, {@code maxBytes} or a cap
 *     of the store; a limit that the query itself gives is none
 * @param more what else the answer says, by its name in the JSON, for example {@code total} and
 *     {@code aggregations}
 */
public record QueryResult(
    List<Map<String, @Nullable Object>> rows,
    boolean truncated,
    Map<String, @Nullable Object> more) {
  /** Counts only. */
  @Override
  public String toString() {
    return rows.size() + " rows" + (truncated ? ", truncated" : "");
  }

  /** Collects rows up to the caps of a {@link ReadContext}. */
  public static final class Rows {
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final int maxRows;
    private final long maxBytes;
    private long bytes;
    private boolean truncated;

    public Rows(ReadContext context) {
      this.maxRows = context.maxRows();
      this.maxBytes = context.maxBytes();
    }

    /**
     * Takes a row, unless it would go over a cap.
     *
     * @return whether it was taken; if not, stop reading
     */
    public boolean add(Map<String, @Nullable Object> row) {
      bytes += Json.write(row).length;
      if (rows.size() == maxRows || bytes > maxBytes) {
        truncated = true;
        return false;
      }
      rows.add(row);
      return true;
    }

    public QueryResult result() {
      return result(Map.of());
    }

    public QueryResult result(Map<String, @Nullable Object> more) {
      return new QueryResult(Collections.unmodifiableList(rows), truncated, more);
    }
  }
}
