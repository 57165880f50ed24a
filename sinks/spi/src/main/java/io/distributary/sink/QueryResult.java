package io.distributary.sink;

import io.distributary.schemas.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a native query.
 *
 * @param rows JSON trees: maps, lists, texts, numbers, booleans, nulls
 * @param cap because of which rows are missing; empty when none is. A limit that the query itself
 *     gives is no cap
 * @param more what else the answer says, by its name in the JSON, for example {@code total} and
 *     {@code aggregations}
 */
public record QueryResult(
    List<Map<String, @Nullable Object>> rows,
    Optional<Cap> cap,
    Map<String, @Nullable Object> more) {
  /** What an answer may not go beyond. */
  public enum Cap {
    /** {@link ReadContext#maxRows()}. */
    MAX_ROWS,
    /** {@link ReadContext#maxBytes()}. */
    MAX_BYTES,
    /** One of the store's own. */
    STORE
  }

  /** Whether rows are missing. */
  public boolean truncated() {
    return cap.isPresent();
  }

  /** Counts only. */
  @Override
  public String toString() {
    return rows.size() + " rows" + cap.map(met -> ", truncated by " + met).orElse("");
  }

  /** Collects rows up to the caps of a {@link ReadContext}. */
  public static final class Rows {
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    private final int maxRows;
    private final long maxBytes;
    private long bytes;
    private Optional<Cap> cap = Optional.empty();

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
      if (rows.size() == maxRows) {
        cap = Optional.of(Cap.MAX_ROWS);
      } else if (bytes > maxBytes) {
        cap = Optional.of(Cap.MAX_BYTES);
      } else {
        rows.add(row);
      }
      return cap.isEmpty();
    }

    public QueryResult result() {
      return result(Map.of());
    }

    public QueryResult result(Map<String, @Nullable Object> more) {
      return new QueryResult(Collections.unmodifiableList(rows), cap, more);
    }
  }
}
