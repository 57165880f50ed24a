package io.distributary.sink;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a native query, its rows written as JSON already: one row at a time is a tree, so
 * that an answer takes the memory of its bytes and no more. Made by {@link Rows}.
 */
public final class QueryResult {
  /** What an answer may not go beyond. */
  public enum Cap {
    /** {@link ReadContext#maxRows()}. */
    MAX_ROWS,
    /** {@link ReadContext#maxBytes()}. */
    MAX_BYTES,
    /** The memory that all answers share: {@link ReadContext#reservation()}. */
    BUDGET,
    /** One of the store's own. */
    STORE
  }

  private final List<ByteBuffer> pieces;
  private final int count;
  private final Optional<Cap> cap;
  private final Map<String, @Nullable Object> more;

  private QueryResult(
      List<ByteBuffer> pieces, int count, Optional<Cap> cap, Map<String, @Nullable Object> more) {
    this.pieces = pieces;
    this.count = count;
    this.cap = cap;
    this.more = more;
  }

  /** How many rows there are. */
  public int count() {
    return count;
  }

  /**
   * Because of which cap rows are missing; empty when none is. A limit that the query itself gives
   * is no cap.
   */
  public Optional<Cap> cap() {
    return cap;
  }

  /** Whether rows are missing. */
  public boolean truncated() {
    return cap.isPresent();
  }

  /**
   * What else the answer says, by its name in the JSON, for example {@code total} and {@code
   * aggregations}: JSON trees, or {@link io.distributary.schemas.json.RawJson}.
   */
  public Map<String, @Nullable Object> more() {
    return more;
  }

  /** The rows in UTF-8, as they stand between the brackets of a JSON array; not to be changed. */
  public List<ByteBuffer> pieces() {
    return pieces.stream().map(ByteBuffer::duplicate).toList();
  }

  /** The rows as JSON trees, read anew at every call. */
  public List<Map<String, @Nullable Object>> rows() {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.writeBytes("{\"rows\":[".getBytes(StandardCharsets.UTF_8));
    pieces.forEach(piece -> array.write(piece.array(), 0, piece.limit()));
    array.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
    JsonLimits none = new JsonLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);
    try {
      return maps(Json.parseObject(array.toByteArray(), none).get("rows"));
    } catch (InvalidResourceException e) {
      throw new IllegalStateException("The rows of an answer are no JSON", e);
    }
  }

  private static List<Map<String, @Nullable Object>> maps(@Nullable Object rows) {
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (Object row : rows instanceof List<?> list ? list : List.of()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      if (row instanceof Map<?, ?> fields) {
        fields.forEach((name, value) -> map.put((String) name, value));
      }
      maps.add(map);
    }
    return maps;
  }

  /** Counts only. */
  @Override
  public String toString() {
    return count + " rows" + cap.map(met -> ", truncated by " + met).orElse("");
  }

  /** Collects rows up to the caps of a {@link ReadContext}, and takes the memory that they need. */
  public static final class Rows {
    private final ReadContext context;
    private final RowBytes written;
    private int count;
    private Optional<Cap> cap = Optional.empty();

    public Rows(ReadContext context) {
      this.context = context;
      this.written = new RowBytes(context);
    }

    /**
     * Takes a row, unless it would go over a cap. It is written no further than the cap.
     *
     * @return whether it was taken; if not, stop reading
     */
    public boolean add(Map<String, @Nullable Object> tree) {
      return addObject(tree);
    }

    /** The same with a row that writes itself: one JSON object. */
    public boolean add(JsonSource row) {
      return addObject(row);
    }

    private boolean addObject(Object object) {
      if (cap.isPresent()) {
        return false;
      }
      return count == context.maxRows() ? cut(Cap.MAX_ROWS) : write(object);
    }

    private boolean write(Object object) {
      try (RowBytes row = written.begin(count > 0)) {
        Json.write(object, row);
        row.keep();
        count++;
        return true;
      } catch (RowBytes.CapException e) {
        return cut(e.cap());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /**
     * Says that rows are missing, whatever comes after.
     *
     * @return false, as {@link #add} does
     */
    public boolean cut(Cap because) {
      cap = Optional.of(because);
      return false;
    }

    /**
     * The bytes of the rows taken.
     *
     * @return without what stands between them
     */
    public long bytes() {
      return written.bytes();
    }

    public QueryResult result() {
      return result(Map.of());
    }

    /**
     * @param more see {@link QueryResult#more()}; the memory of a large one is for the reader to
     *     take
     */
    public QueryResult result(Map<String, @Nullable Object> more) {
      return new QueryResult(written.pieces(), count, cap, more);
    }
  }
}
