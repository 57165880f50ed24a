package io.distributary.sinks.memory;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code {"type", "id"?, "limit"?}}: live resources of a type, in the order of their ids. */
record MemoryNativeQuery(MemorySchema schema, Clock clock) implements NativeQuery {
  private static final Set<String> FIELDS = new TreeSet<>(Set.of("type", "id", "limit"));

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    checkFields(query);
    String type =
        text(query, "type").orElseThrow(() -> new InvalidQueryException("type: is required."));
    Optional<String> id = text(query, "id");
    long limit = limit(query);
    MemoryErrors.checkDeadline(context, clock);
    List<MemoryDocument> found =
        schema.open().newest().stream()
            .filter(document -> !document.deleted() && document.id().type().equals(type))
            .filter(document -> id.isEmpty() || document.id().id().equals(id.get()))
            .sorted(Comparator.comparing(MemoryDocument::id))
            .limit(limit)
            .toList();
    return rows(found, context);
  }

  @Override
  public String example() {
    return "{\"type\": \"Patient\", \"limit\": 10}";
  }

  private QueryResult rows(List<MemoryDocument> found, ReadContext context) throws SinkException {
    QueryResult.Rows rows = new QueryResult.Rows(context);
    for (MemoryDocument document : found) {
      MemoryErrors.checkDeadline(context, clock);
      if (!rows.add(tree(document))) {
        break;
      }
    }
    return rows.result();
  }

  private static Map<String, @Nullable Object> tree(MemoryDocument document) throws SinkException {
    try {
      return Resource.parse(document.json()).tree();
    } catch (InvalidResourceException e) {
      throw MemoryErrors.unreadable(e);
    }
  }

  private static void checkFields(Map<String, @Nullable Object> query)
      throws InvalidQueryException {
    for (String field : query.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new InvalidQueryException(
            "Unknown field '" + field + "'. Known: " + String.join(", ", FIELDS) + ".");
      }
    }
  }

  private static Optional<String> text(Map<String, @Nullable Object> query, String field)
      throws InvalidQueryException {
    Object value = query.get(field);
    boolean sound =
        value == null
            || value instanceof String text
                && (field.equals("type") ? ResourceId.isType(text) : ResourceId.isId(text));
    if (!sound) {
      throw new InvalidQueryException(field + ": must be a " + field + " of FHIR.");
    }
    return Optional.ofNullable((String) value);
  }

  private static long limit(Map<String, @Nullable Object> query) throws InvalidQueryException {
    if (!query.containsKey("limit")) {
      return Long.MAX_VALUE;
    }
    if (query.get("limit") instanceof JsonNumber number
        && number.isInteger()
        && number.decimal().signum() > 0
        && number.toString().length() < 10) {
      return number.longValue();
    }
    throw new InvalidQueryException("limit: must be a whole number above 0.");
  }
}
