package io.distributary.sinks.memory;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryFields;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code {"type", "id"?, "limit"?}}: live resources of a type, in the order of their ids. */
record MemoryNativeQuery(MemorySchema schema) implements NativeQuery {
  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    QueryFields fields = QueryFields.of(query, "type", "id", "limit");
    String type = fields.text("type");
    Optional<String> id = fields.optionalText("id");
    if (!ResourceId.isType(type) || id.filter(text -> !ResourceId.isId(text)).isPresent()) {
      throw new InvalidQueryException("type, id: must be a type and an id of FHIR.");
    }
    int limit = fields.number("limit", 1, Integer.MAX_VALUE, Integer.MAX_VALUE);
    context.requireWanted();
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
      context.requireWanted();
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
}
