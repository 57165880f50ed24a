package io.distributary.sinks.elasticsearch;

import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.words;

import io.distributary.sink.InvalidQueryException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The part of the gate that knows aggregations: by fields and by queries, never by scripts. What
 * they can bring about is counted before they are asked: the buckets of one, times what each of
 * them holds.
 */
final class ElasticsearchAggregationGate {
  private static final Set<String> BY_FIELD =
      words(
          "auto_date_histogram avg cardinality date_histogram date_range extended_stats histogram max"
              + " min missing percentiles range stats sum terms value_count");

  private static final Set<String> BY_QUERY = words("aggs filter filters meta");

  private static final Set<String> PARAMETERS =
      words(
          "buckets calendar_interval collect_mode exclude execution_hint extended_bounds field"
              + " fixed_interval format hard_bounds include interval keyed min_doc_count"
              + " minimum_interval missing offset order percents precision_threshold ranges"
              + " shard_min_doc_count shard_size show_term_doc_count_error sigma size time_zone");

  /** Values in the answer, for all aggregations of a query together. */
  private static final long MOST_VALUES = 100_000;

  /**
   * What a histogram is counted for, as only the data knows: a year of days, and some. Of more than
   * 65,536 buckets Elasticsearch itself makes an error.
   */
  private static final long HISTOGRAM = 400;

  private final ElasticsearchQueryGate queries;

  /**
   * @param queries counts the queries of the whole body
   */
  ElasticsearchAggregationGate(ElasticsearchQueryGate queries) {
    this.queries = queries;
  }

  /** Names and what they stand for. */
  void check(@Nullable Object value, String path) throws InvalidQueryException {
    values(value, path);
  }

  /** How many values they can bring about; at most {@link #MOST_VALUES}. */
  private long values(@Nullable Object value, String path) throws InvalidQueryException {
    long values = 0;
    for (Map.Entry<?, ?> named : ElasticsearchQueryGate.object(value, path).entrySet()) {
      String inner = path + "." + named.getKey();
      values += valuesOfOne(ElasticsearchQueryGate.object(named.getValue(), inner), inner);
      if (values > MOST_VALUES) {
        throw new InvalidQueryException(
            inner
                + ": could have more than 100,000 values (buckets, times what each of them holds);"
                + " ask for fewer buckets");
      }
    }
    return values;
  }

  private long valuesOfOne(Map<?, ?> parts, String path) throws InvalidQueryException {
    long here = 1;
    long below = 0;
    for (Map.Entry<?, ?> part : parts.entrySet()) {
      String name = (String) part.getKey();
      String inner = path + "." + name;
      switch (name) {
        case "aggs", "aggregations" -> below += values(part.getValue(), inner);
        case "meta" -> ElasticsearchQueryGate.flat(part.getValue(), inner, 1);
        default -> here = Math.max(here, part(name, part.getValue(), path));
      }
    }
    return here * (1 + below);
  }

  private long part(String name, @Nullable Object value, String path) throws InvalidQueryException {
    String inner = path + "." + name;
    if (name.equals("filter")) {
      queries.query(value, inner);
      return 1;
    }
    if (name.equals("filters")) {
      return filters(ElasticsearchQueryGate.object(value, inner), inner);
    }
    if (!BY_FIELD.contains(name)) {
      throw ElasticsearchQueryGate.notAllowed(name, path, BY_FIELD, BY_QUERY);
    }
    ElasticsearchQueryGate.named(value, inner, PARAMETERS, 2);
    return byField(name, ElasticsearchQueryGate.object(value, inner), inner);
  }

  private static long byField(String name, Map<?, ?> parameters, String path)
      throws InvalidQueryException {
    for (String choice : List.of("include", "exclude")) {
      choice(parameters.get(choice), path + "." + choice);
    }
    return switch (name) {
      case "terms" ->
          Math.max(number(parameters, "size", 10, path), number(parameters, "shard_size", 0, path));
      case "auto_date_histogram" -> number(parameters, "buckets", 10, path);
      case "date_histogram", "histogram" -> HISTOGRAM;
      case "range", "date_range" -> items(parameters, "ranges", 1);
      case "percentiles" -> items(parameters, "percents", 7);
      case "stats" -> 5;
      case "extended_stats" -> 20;
      default -> 1;
    };
  }

  private static long number(Map<?, ?> parameters, String name, int absent, String path)
      throws InvalidQueryException {
    return parameters.containsKey(name)
        ? ElasticsearchQueryGate.count(parameters.get(name), path + "." + name)
        : absent;
  }

  private static long items(Map<?, ?> parameters, String name, int absent) {
    return parameters.get(name) instanceof List<?> list ? Math.max(1, list.size()) : absent;
  }

  /** Exact values, a part of all values by its number, or a pattern. */
  private static void choice(@Nullable Object choice, String path) throws InvalidQueryException {
    if (choice instanceof String pattern) {
      LuceneText.checkPattern(pattern, path);
    }
  }

  /**
   * A list of queries, or queries by name.
   *
   * @return how many buckets they are
   */
  private long filters(Map<?, ?> filters, String path) throws InvalidQueryException {
    long buckets = 1; // the other bucket
    for (Map.Entry<?, ?> part : filters.entrySet()) {
      String inner = path + "." + part.getKey();
      if (!part.getKey().equals("filters")) {
        ElasticsearchQueryGate.flat(part.getValue(), inner, 0);
      } else if (part.getValue() instanceof Map<?, ?> byName) {
        buckets += byName.size();
        for (Map.Entry<?, ?> query : byName.entrySet()) {
          queries.query(query.getValue(), inner + "." + query.getKey());
        }
      } else {
        buckets += part.getValue() instanceof List<?> list ? list.size() : 1;
        queries.queries(part.getValue(), inner);
      }
    }
    return buckets;
  }
}
