package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Action;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers the body of an Elasticsearch {@code _search} over what is not deleted. {@code
 * ElasticsearchQueryGate} says which bodies are let through.
 *
 * <p>A row is a hit: the fields of its {@code _source}, then {@code _id} (Type/id), {@code _score},
 * and {@code sort}, {@code highlight}, {@code fields} when the query brings them about. Beside the
 * rows: {@code total}, exact unless the query itself limits {@code track_total_hits} ({@code
 * totalRelation} is then {@code gte}), and {@code aggregations}.
 */
final class ElasticsearchNativeQuery implements NativeQuery {
  /** One less than {@code max_result_window}, so that the hit behind the last can be seen. */
  static final int WINDOW = 10_000;

  private static final long LONGEST_ANSWER = 64 << 20;
  private static final List<String> BESIDE_SOURCE =
      List.of("_id", "_score", "sort", "highlight", "fields");

  private final ElasticsearchConnection connection;
  private final String path;
  private final Clock clock;

  ElasticsearchNativeQuery(ElasticsearchConnection connection, String alias, Clock clock) {
    this.connection = connection;
    this.path = "/" + alias + "/_search";
    this.clock = clock;
  }

  @Override
  public String example() {
    return "{\"query\":{\"match_all\":{}},\"size\":5,"
        + "\"aggs\":{\"types\":{\"terms\":{\"field\":\"type\",\"size\":50}}}}";
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    ElasticsearchQueryGate.check(query);
    int from = integer(query, "from", 0);
    int size = integer(query, "size", WINDOW);
    if (from >= WINDOW) {
      throw new InvalidQueryException("from: must be below 10000; search_after goes further");
    }
    if (!clock.instant().isBefore(context.deadline())) {
      throw new SinkException(Action.RETRY, ElasticsearchErrors.TIMED_OUT, null);
    }
    int cap = Math.min(context.maxRows(), WINDOW - from);
    Search.Answer answer = search(query, Math.min(size, cap + 1), context);
    return result(
        answer,
        size,
        new ReadContext(
            context.caller(), context.deadline(), cap, context.maxBytes(), context.reservation()));
  }

  private static int integer(Map<String, @Nullable Object> query, String name, int absent) {
    return query.get(name) instanceof Number number ? number.intValue() : absent;
  }

  private Search.Answer search(Map<String, @Nullable Object> query, int size, ReadContext context)
      throws SinkException {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(query);
    body.putIfAbsent("track_total_hits", true);
    // Hits carry a frame around what counts as a row.
    int mostBytes = (int) Math.min(LONGEST_ANSWER, 2 * context.maxBytes() + (64 << 10));
    try {
      return new Search(path, body, context.remaining(clock)).run(connection, size, mostBytes);
    } catch (IOException | RuntimeException e) {
      throw failure(e);
    }
  }

  /**
   * A query that Elasticsearch does not take is the caller's, and named by the type of the error.
   */
  private static SinkException failure(Exception e) {
    if (e instanceof IOException io && Search.isTooLong(io)) {
      return new InvalidQueryException("The answer is too long, even with one row");
    }
    ElasticsearchErrors.Answer answer = ElasticsearchErrors.answer(e);
    if (answer != null && answer.status() == 400) {
      String why = answer.isSyntax() ? answer.sentence() : answer.type();
      return new InvalidQueryException("Elasticsearch does not take the query: " + why);
    }
    return ElasticsearchErrors.exception(e);
  }

  private static QueryResult result(Search.Answer answer, int wanted, ReadContext caps) {
    QueryResult.Rows rows = new QueryResult.Rows(caps);
    List<Map<?, ?>> hits = answer.hits();
    boolean all = hits.stream().map(ElasticsearchNativeQuery::row).allMatch(rows::add);
    boolean halved = answer.size() < Math.min(wanted, caps.maxRows() + 1);
    if (all && halved && hits.size() == answer.size()) {
      rows.cut(QueryResult.Cap.MAX_BYTES);
    }
    return rows.result(more(answer));
  }

  private static Map<String, @Nullable Object> row(Map<?, ?> hit) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    if (hit.get("_source") instanceof Map<?, ?> source) {
      source.forEach((name, value) -> row.put((String) name, value));
    }
    for (String name : BESIDE_SOURCE) {
      if (hit.containsKey(name)) {
        row.put(name, hit.get(name));
      }
    }
    return row;
  }

  private static Map<String, @Nullable Object> more(Search.Answer answer) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    if (answer.outer().get("total") instanceof Map<?, ?> total
        && total.get("value") instanceof JsonNumber value) {
      more.put("total", value);
      if ("gte".equals(total.get("relation"))) {
        more.put("totalRelation", "gte");
      }
    }
    if (answer.json().containsKey("aggregations")) {
      more.put("aggregations", answer.json().get("aggregations"));
    }
    return more;
  }
}
