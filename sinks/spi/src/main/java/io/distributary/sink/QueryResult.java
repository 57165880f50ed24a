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

  private final List<byte[]> pieces;
  private final int count;
  private final Optional<Cap> cap;
  private final Map<String, @Nullable Object> more;

  private QueryResult(
      List<byte[]> pieces, int count, Optional<Cap> cap, Map<String, @Nullable Object> more) {
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
    return pieces.stream().map(ByteBuffer::wrap).toList();
  }

  /** The rows as JSON trees, read anew at every call. */
  public List<Map<String, @Nullable Object>> rows() {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.writeBytes("{\"rows\":[".getBytes(StandardCharsets.UTF_8));
    pieces.forEach(array::writeBytes);
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
    private static final int PIECE = 64 << 10;

    private final ReadContext context;
    private final List<byte[]> pieces = new ArrayList<>();
    private final ByteArrayOutputStream row = new ByteArrayOutputStream(1024);
    private ByteArrayOutputStream piece = new ByteArrayOutputStream();
    private int count;
    private long bytes;
    private long reserved = Reservation.FIRST;
    private Optional<Cap> cap = Optional.empty();

    public Rows(ReadContext context) {
      this.context = context;
    }

    /**
     * Takes a row, unless it would go over a cap.
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
      if (count == context.maxRows()) {
        return cut(Cap.MAX_ROWS);
      }
      row.reset();
      write(object);
      if (bytes + row.size() > context.maxBytes()) {
        return cut(Cap.MAX_BYTES);
      }
      return isPaidFor() ? append() : cut(Cap.BUDGET);
    }

    private void write(Object object) {
      try {
        Json.write(object, row);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** In steps, so that a row does not mean a call. The comma before a row is paid for, too. */
    private boolean isPaidFor() {
      long needed = bytes + count + row.size() + 1;
      long steps = Math.max(0, needed - reserved + Reservation.FIRST - 1) / Reservation.FIRST;
      boolean granted = steps == 0 || context.reservation().grow(steps * Reservation.FIRST);
      reserved += granted ? steps * Reservation.FIRST : 0;
      return granted;
    }

    private boolean append() {
      if (count > 0) {
        piece.write(',');
      }
      piece.writeBytes(row.toByteArray());
      bytes += row.size();
      count++;
      if (piece.size() >= PIECE) {
        pieces.add(piece.toByteArray());
        piece = new ByteArrayOutputStream();
      }
      return true;
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
      return bytes;
    }

    public QueryResult result() {
      return result(Map.of());
    }

    /**
     * @param more see {@link QueryResult#more()}; the memory of a large one is for the reader to
     *     take
     */
    public QueryResult result(Map<String, @Nullable Object> more) {
      List<byte[]> all = new ArrayList<>(pieces);
      if (piece.size() > 0) {
        all.add(piece.toByteArray());
      }
      return new QueryResult(List.copyOf(all), count, cap, more);
    }
  }
}
