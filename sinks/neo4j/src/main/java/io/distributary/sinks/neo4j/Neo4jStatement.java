package io.distributary.sinks.neo4j;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryFields;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A native query of this view: {@code {"statement": "MATCH …", "parameters": {…}}}.
 *
 * @param text Cypher
 * @param parameters as the driver takes them: an integer becomes a 64-bit integer, any other number
 *     a double, as Cypher has no other
 */
record Neo4jStatement(String text, Map<String, @Nullable Object> parameters) {
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);

  static Neo4jStatement of(Map<String, @Nullable Object> query) throws InvalidQueryException {
    QueryFields fields = QueryFields.of(query, "statement", "parameters");
    String text = fields.text("statement");
    if (text.isBlank()) {
      throw new InvalidQueryException("statement: must be a text in Cypher");
    }
    Object given = fields.get("parameters");
    if (given != null && !(given instanceof Map)) {
      throw new InvalidQueryException("parameters: must be an object");
    }
    return new Neo4jStatement(text, given == null ? Map.of() : parameters((Map<?, ?>) given));
  }

  private static Map<String, @Nullable Object> parameters(Map<?, ?> given)
      throws InvalidQueryException {
    Map<String, @Nullable Object> taken = new HashMap<>();
    for (Map.Entry<?, ?> entry : given.entrySet()) {
      taken.put((String) entry.getKey(), parameter(entry.getValue()));
    }
    return taken;
  }

  private static @Nullable Object parameter(@Nullable Object value) throws InvalidQueryException {
    if (value instanceof JsonNumber number) {
      return number.isInteger() ? integer(number) : (Object) number.doubleValue();
    }
    if (value instanceof Map<?, ?> map) {
      return parameters(map);
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> items = new ArrayList<>(list.size());
      for (Object item : list) {
        items.add(parameter(item));
      }
      return items;
    }
    return value;
  }

  private static long integer(JsonNumber number) throws InvalidQueryException {
    BigInteger exact = new BigInteger(number.toString());
    if (exact.compareTo(MIN) < 0 || exact.compareTo(MAX) > 0) {
      throw new InvalidQueryException("parameters: integers have at most 64 bits");
    }
    return exact.longValueExact();
  }
}
