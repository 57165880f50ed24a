package io.distributary.sink;

import io.distributary.schemas.json.JsonNumber;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a native query, read by their names and types. What is wrong is said to the caller
 * with the field's name, as {@link InvalidQueryException}.
 */
public final class QueryFields {
  private final Map<String, @Nullable Object> query;

  private QueryFields(Map<String, @Nullable Object> query) {
    this.query = query;
  }

  /**
   * @param known all fields that a query may have
   * @throws InvalidQueryException that names a field which is not among them, and those that are
   */
  public static QueryFields of(Map<String, @Nullable Object> query, String... known)
      throws InvalidQueryException {
    TreeSet<String> names = new TreeSet<>(List.of(known));
    for (String field : query.keySet()) {
      if (!names.contains(field)) {
        throw new InvalidQueryException(
            "Unknown field '" + field + "'. Known: " + String.join(", ", names) + ".");
      }
    }
    return new QueryFields(query);
  }

  public boolean has(String field) {
    return query.containsKey(field);
  }

  /** What the query has there, as {@link NativeQuery#query} describes it; null when nothing. */
  public @Nullable Object get(String field) {
    return query.get(field);
  }

  /** A text that has to be there. */
  public String text(String field) throws InvalidQueryException {
    return optionalText(field).orElseThrow(() -> invalid(field, "is required, a text"));
  }

  /** A text; empty when the field is not there. */
  public Optional<String> optionalText(String field) throws InvalidQueryException {
    if (!has(field)) {
      return Optional.empty();
    }
    if (query.get(field) instanceof String text) {
      return Optional.of(text);
    }
    throw invalid(field, "must be a text");
  }

  /**
   * A whole number.
   *
   * @param absent what it is when the field is not there
   */
  public int number(String field, int least, int most, int absent) throws InvalidQueryException {
    if (!has(field)) {
      return absent;
    }
    if (query.get(field) instanceof JsonNumber number
        && number.isInteger()
        && number.toString().length() < 12
        && number.longValue() >= least
        && number.longValue() <= most) {
      return number.intValue();
    }
    throw invalid(field, "must be a whole number from " + least + " to " + most);
  }

  private static InvalidQueryException invalid(String field, String problem) {
    return new InvalidQueryException(field + ": " + problem + ".");
  }
}
