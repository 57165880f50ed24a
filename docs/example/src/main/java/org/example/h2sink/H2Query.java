package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryFields;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The resources of a type, or one of them: {@code {"type": "Patient", "id": "p-1", "limit": 10}}.
 * There is no SQL in it.
 */
final class H2Query implements NativeQuery {

  private final H2Store store;

  H2Query(H2Store store) {
    this.store = store;
  }

  @Override
  public String example() {
    return "{\"type\":\"Patient\",\"limit\":10}";
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    QueryFields fields = QueryFields.of(query, "type", "id", "limit");
    String type = type(fields);
    Optional<String> id = id(fields);
    int limit = fields.number("limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    Answer answer = new Answer(context, limit);
    return store.read(
        connection -> {
          if (id.isPresent()) {
            one(connection, type + "/" + id.get(), answer);
          } else {
            all(connection, type, answer);
          }
          return answer.rows.result();
        });
  }

  private static String type(QueryFields fields) throws InvalidQueryException {
    String type = fields.text("type");
    if (!ResourceId.isType(type)) {
      throw new InvalidQueryException("type: the name of a resource type is expected.");
    }
    return type;
  }

  private static Optional<String> id(QueryFields fields) throws InvalidQueryException {
    Optional<String> id = fields.optionalText("id");
    if (id.isPresent() && !ResourceId.isId(id.get())) {
      throw new InvalidQueryException("id: 1 to 64 letters, digits, '-' and '.' are expected.");
    }
    return id;
  }

  private void one(Connection connection, String name, Answer answer)
      throws SQLException, SinkException {
    Optional<H2Row> row = store.table().newest(connection, name, answer.context);
    if (row.isPresent()) {
      answer.add(row.get());
    }
  }

  private void all(Connection connection, String type, Answer answer)
      throws SQLException, SinkException {
    String end = Names.end(type);
    Optional<H2Row> row =
        store.table().next(connection, Names.first(type), end, answer.context);
    while (row.isPresent() && answer.add(row.get())) {
      row = store.table().next(connection, row.get().name(), end, answer.context);
    }
  }

  /** The rows so far, and how many may still come. */
  private static final class Answer {

    private final ReadContext context;
    private final QueryResult.Rows rows;
    private final Memory memory;
    private int left;

    Answer(ReadContext context, int limit) {
      this.context = context;
      this.rows = new QueryResult.Rows(context);
      this.memory = new Memory(context.reservation());
      this.left = limit;
    }

    /** Takes a row that the caller may see, and says whether to go on. */
    boolean add(H2Row row) throws SQLException, SinkException {
      Optional<ResourceHead> head = row.head();
      if (head.isEmpty() || row.deleted() || !context.access().permits(head.get().key())) {
        return true;
      }
      if (left == 0) {
        return false;
      }
      if (!memory.tryTake(row)) {
        return rows.cut(QueryResult.Cap.BUDGET);
      }
      Optional<StoredResource> resource = Bodies.read(row, memory);
      boolean more = resource.isEmpty() || take(resource.get());
      memory.giveBack();
      return more;
    }

    private boolean take(StoredResource resource) {
      left--;
      return rows.add(shown(resource));
    }

    private static Map<String, @Nullable Object> shown(StoredResource resource) {
      Map<String, @Nullable Object> row = new LinkedHashMap<>();
      row.put("type", resource.head().id().type());
      row.put("id", resource.head().id().id());
      row.put("key", Names.of(resource.head().key()));
      row.put("version", resource.head().version().toString());
      row.put("source", resource.head().source());
      row.put("resource", new RawJson(resource.json()));
      return row;
    }
  }
}
