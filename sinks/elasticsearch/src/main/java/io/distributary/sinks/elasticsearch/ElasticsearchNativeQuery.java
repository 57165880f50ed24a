package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What stands around a row in a hit. */
  private static final long FRAME = 64 << 10;

  /** What a query brings upon itself, whatever status Elasticsearch gives it. */
  private static final Map<String, String> TOO_MUCH =
      Map.of(
          "too_many_buckets_exception", "aggs: too many buckets for Elasticsearch",
          "too_many_clauses", "query: too many clauses for Elasticsearch",
          "too_many_nested_clauses", "query: too many clauses for Elasticsearch",
          "too_complex_to_determinize_exception", "include, exclude: the pattern is too complex");

  private static final List<String> BESIDE_SOURCE =
      List.of("_id", "_score", "sort", "highlight", "fields");

  private final ElasticsearchConnection connection;
  private final String path;

  ElasticsearchNativeQuery(ElasticsearchConnection connection, String alias) {
    this.connection = connection;
    this.path = "/" + alias + "/_search";
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
    context.requireWanted();
    int cap = Math.min(context.maxRows(), WINDOW - from);
    Answer answer =
        new Answer(
            context.capped(cap, context.maxBytes()),
            query.containsKey("aggs") || query.containsKey("aggregations"));
    search(query, Math.min(size, cap + 1), context, answer);
    return answer.result();
  }

  private static int integer(Map<String, @Nullable Object> query, String name, int absent) {
    return query.get(name) instanceof Number number ? number.intValue() : absent;
  }

  private void search(
      Map<String, @Nullable Object> query, int size, ReadContext context, Answer answer)
      throws SinkException {
    Map<String, @Nullable Object> body = new LinkedHashMap<>(query);
    body.putIfAbsent("track_total_hits", true);
    Duration left = context.timeLeft();
    Search.Bounds bounds = new Search.Bounds(context.reservation(), mostOfOne(context));
    try {
      new Search(path, body, left).run(connection, size, left, bounds, answer);
    } catch (Search.PartException e) {
      answer.endAt(e);
    } catch (IOException | RuntimeException e) {
      throw failure(e, answer.aggregated);
    }
  }

  /** No more than can be held of it, and of the row that is made of it, by one caller. */
  private static long mostOfOne(ReadContext context) {
    long held = context.reservation().most() / (Scales.FACTOR + 1);
    return Math.min(context.maxBytes() + FRAME, held);
  }

  /**
   * A query that Elasticsearch does not take is the caller's, and named by the type of the error.
   */
  private static SinkException failure(Exception e, boolean aggregated) {
    ElasticsearchErrors.Answer answer = ElasticsearchErrors.answer(e);
    if (answer == null) {
      return ElasticsearchErrors.exception(e);
    }
    if (TOO_MUCH.containsKey(answer.type())) {
      return new InvalidQueryException(TOO_MUCH.get(answer.type()));
    }
    if (aggregated && answer.isOneRequestTooLarge()) {
      return new InvalidQueryException("aggs: too much memory for Elasticsearch");
    }
    if (answer.status() == 400) {
      String why = answer.isSyntax() ? answer.sentence() : answer.type();
      return new InvalidQueryException("Elasticsearch does not take the query: " + why);
    }
    return ElasticsearchErrors.exception(e);
  }

  /** The answer, while it comes in. */
  private static final class Answer implements Search.Taker {
    private final QueryResult.Rows rows;
    private final boolean aggregated;
    private final boolean lessThanMaxBytes;
    private final String most;
    private final Map<String, @Nullable Object> more = new LinkedHashMap<>();

    Answer(ReadContext caps, boolean aggregated) {
      this.rows = new QueryResult.Rows(caps);
      this.aggregated = aggregated;
      long ofOne = mostOfOne(caps);
      this.lessThanMaxBytes = ofOne < caps.maxBytes();
      this.most =
          lessThanMaxBytes
              ? ofOne + " bytes, for which one caller has the memory"
              : "query.maxBytes";
    }

    @Override
    public void total(@Nullable Object total) {
      if (total instanceof Map<?, ?> map && map.get("value") instanceof JsonNumber value) {
        more.put("total", value);
        if ("gte".equals(map.get("relation"))) {
          more.put("totalRelation", "gte");
        }
      }
    }

    @Override
    public boolean hit(Map<?, ?> hit) {
      return rows.add(row(hit));
    }

    @Override
    public boolean wantsAggregations() {
      return aggregated;
    }

    @Override
    public void aggregations(RawJson aggregations) {
      more.put("aggregations", aggregations);
    }

    /**
     * Ends the rows where one of them was too much. Aggregations come behind the rows, so that none
     * are left out in silence.
     */
    void endAt(Search.PartException part) throws SinkException {
      if (!part.inHits() && part.isTooLong()) {
        throw new InvalidQueryException("aggs: the answer is larger than " + most);
      }
      if (aggregated && part.isTooLong()) {
        throw new InvalidQueryException(
            "size: one row is larger than " + most + "; ask for aggs with a size of 0");
      }
      if (lessThanMaxBytes && rows.bytes() == 0 && part.isTooLong()) {
        throw new InvalidQueryException(
            "_source: one row is larger than " + most + "; ask for less of it");
      }
      if (aggregated || (rows.bytes() == 0 && !part.isTooLong())) {
        throw new BudgetExceededException();
      }
      rows.cut(part.isTooLong() ? QueryResult.Cap.MAX_BYTES : QueryResult.Cap.BUDGET);
    }

    QueryResult result() throws SinkException {
      QueryResult result = rows.result(more);
      if (result.count() == 0 && result.cap().equals(Optional.of(QueryResult.Cap.BUDGET))) {
        throw new BudgetExceededException();
      }
      return result;
    }
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
}
