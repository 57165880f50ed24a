package io.distributary.sinks.elasticsearch;

import static java.util.stream.Collectors.joining;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.InvalidQueryException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets through what only reads this one index, and nothing else: a recursive allow-list of the
 * parts of a search body. What is not known is refused, so that no script, no look-up in another
 * index and no part that a later Elasticsearch brings can slip by. What is let through is bounded,
 * too: how deep queries are, how many, and what aggregations bring about. Refusals name the place.
 */
final class ElasticsearchQueryGate {
  /** Queries that name their fields beside their parameters. */
  private static final Set<String> FLAT =
      words("combined_fields exists ids match_all match_none multi_match simple_query_string");

  /** Queries that hold their parameters below a field; a look-up in another index is deeper. */
  private static final Set<String> BY_FIELD =
      words(
          "fuzzy match match_bool_prefix match_phrase match_phrase_prefix prefix range term wildcard");

  /** Queries made of queries, and which of their parts are queries. */
  private static final Map<String, Set<String>> COMPOUND =
      Map.of(
          "bool", words("filter must must_not should"),
          "boosting", words("negative positive"),
          "constant_score", words("filter"),
          "dis_max", words("queries"));

  private static final Set<String> BESIDE_QUERIES =
      words("_name adjust_pure_negative boost minimum_should_match negative_boost tie_breaker");

  private static final Set<String> BODY =
      words(
          "_source aggregations aggs collapse fields from highlight min_score post_filter query"
              + " search_after size sort track_scores track_total_hits");

  private static final int DEEPEST = 20;
  private static final int MOST_QUERIES = 500;

  private int depth;
  private int seen;

  private ElasticsearchQueryGate() {}

  static void check(Map<String, @Nullable Object> body) throws InvalidQueryException {
    new ElasticsearchQueryGate().body(body);
  }

  private void body(Map<String, @Nullable Object> body) throws InvalidQueryException {
    for (Map.Entry<String, @Nullable Object> part : body.entrySet()) {
      String name = part.getKey();
      Object value = part.getValue();
      switch (name) {
        case "query", "post_filter" -> query(value, name);
        case "aggs", "aggregations" -> new ElasticsearchAggregationGate(this).check(value, name);
        case "from", "size" -> count(value, name);
        case "min_score", "track_scores", "track_total_hits", "search_after" ->
            flat(value, name, 0);
        case "_source", "fields" -> flat(value, name, 1);
        case "sort" -> sort(value, name);
        case "collapse" -> named(value, name, Set.of("field"), 1);
        case "highlight" -> HighlightGate.check(value, hits(body));
        default -> throw notAllowed(name, "", BODY);
      }
    }
  }

  private static int hits(Map<String, @Nullable Object> body) throws InvalidQueryException {
    int most = ElasticsearchNativeQuery.WINDOW;
    return body.containsKey("size") ? Math.min(most, count(body.get("size"), "size")) : most;
  }

  /** An object with one name, the kind of query. */
  void query(@Nullable Object value, String path) throws InvalidQueryException {
    Map<?, ?> object = object(value, path);
    if (++seen > MOST_QUERIES) {
      throw new InvalidQueryException(path + ": there may be 500 queries at most");
    }
    if (object.size() != 1) {
      throw new InvalidQueryException(path + ": must be an object with one query");
    }
    Map.Entry<?, ?> entry = object.entrySet().iterator().next();
    String kind = (String) entry.getKey();
    String inner = path + "." + kind;
    if (COMPOUND.containsKey(kind)) {
      if (++depth > DEEPEST) {
        throw new InvalidQueryException(inner + ": queries may be nested 20 deep at most");
      }
      compound(object(entry.getValue(), inner), COMPOUND.get(kind), inner);
      depth--;
    } else if (FLAT.contains(kind) || kind.equals("terms")) {
      flat(object(entry.getValue(), inner), inner, 1); // an object in terms is a look-up elsewhere
    } else if (BY_FIELD.contains(kind)) {
      flat(object(entry.getValue(), inner), inner, 2);
      if (kind.equals("wildcard")) {
        wildcards(object(entry.getValue(), inner), inner);
      }
    } else {
      throw notAllowed(kind, path, Set.of("terms"), FLAT, BY_FIELD, COMPOUND.keySet());
    }
  }

  /** The pattern stands for itself, or beside parameters. */
  private static void wildcards(Map<?, ?> fields, String path) throws InvalidQueryException {
    for (Map.Entry<?, ?> field : fields.entrySet()) {
      String inner = path + "." + field.getKey();
      if (field.getValue() instanceof Map<?, ?> parameters) {
        LuceneText.checkWildcards(parameters.get("value"), inner);
        LuceneText.checkWildcards(parameters.get("wildcard"), inner);
      } else {
        LuceneText.checkWildcards(field.getValue(), inner);
      }
    }
  }

  private void compound(Map<?, ?> object, Set<String> queries, String path)
      throws InvalidQueryException {
    for (Map.Entry<?, ?> part : object.entrySet()) {
      String name = (String) part.getKey();
      if (queries.contains(name)) {
        queries(part.getValue(), path + "." + name);
      } else if (BESIDE_QUERIES.contains(name)) {
        flat(part.getValue(), path + "." + name, 0);
      } else {
        throw notAllowed(name, path, queries, BESIDE_QUERIES);
      }
    }
  }

  /** One query or a list of them. */
  void queries(@Nullable Object value, String path) throws InvalidQueryException {
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        query(list.get(i), path + "[" + i + "]");
      }
    } else {
      query(value, path);
    }
  }

  /** By fields, score or document order; names that begin with an underscore could be scripts. */
  private static void sort(@Nullable Object value, String path) throws InvalidQueryException {
    flat(value, path, 2);
    for (Object item : value instanceof List<?> list ? list : Collections.singletonList(value)) {
      if (item instanceof Map<?, ?> map) {
        sortFields(map.keySet(), path);
      }
    }
  }

  private static void sortFields(Set<?> fields, String path) throws InvalidQueryException {
    for (Object field : fields) {
      if (field.toString().startsWith("_") && !field.equals("_score") && !field.equals("_doc")) {
        throw notAllowed(field.toString(), path, words("_score _doc fields"));
      }
    }
  }

  static int count(@Nullable Object value, String path) throws InvalidQueryException {
    if (!(value instanceof JsonNumber number)
        || !number.isInteger()
        || number.decimal().signum() < 0
        || number.decimal().precision() > 9) {
      throw new InvalidQueryException(path + ": must be a whole number, 0 or more");
    }
    return number.intValue();
  }

  /** An object with these names only. */
  static void named(@Nullable Object value, String path, Set<String> names, int depth)
      throws InvalidQueryException {
    for (Object name : object(value, path).keySet()) {
      if (!names.contains(name)) {
        throw notAllowed((String) name, path, names);
      }
    }
    flat(value, path, depth);
  }

  /** Values, lists of values, and objects of these nested no deeper than said. */
  static void flat(@Nullable Object value, String path, int depth) throws InvalidQueryException {
    if (value instanceof Map<?, ?> map) {
      if (depth == 0) {
        throw new InvalidQueryException(path + ": must not be an object");
      }
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        flat(entry.getValue(), path + "." + entry.getKey(), depth - 1);
      }
    } else if (value instanceof List<?> list) {
      for (Object item : list) {
        flat(item, path, depth);
      }
    }
  }

  static Map<?, ?> object(@Nullable Object value, String path) throws InvalidQueryException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidQueryException(path + ": must be an object");
  }

  @SafeVarargs
  static InvalidQueryException notAllowed(String name, String path, Set<String>... allowed) {
    String known = Arrays.stream(allowed).flatMap(Set::stream).sorted().collect(joining(", "));
    String whole = path.isEmpty() ? name : path + "." + name;
    return new InvalidQueryException(whole + ": is not allowed. Allowed: " + known);
  }

  static Set<String> words(String text) {
    return Set.of(text.split(" ", -1));
  }
}
