package io.distributary.sinks.elasticsearch;

import static io.distributary.sinks.elasticsearch.ElasticsearchQueryGate.words;

import io.distributary.sink.InvalidQueryException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The part of the gate that knows aggregations: by fields and by queries, never by scripts. */
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

  private ElasticsearchAggregationGate() {}

  /** Names and what they stand for. */
  static void check(@Nullable Object value, String path) throws InvalidQueryException {
    for (Map.Entry<?, ?> named : ElasticsearchQueryGate.object(value, path).entrySet()) {
      String inner = path + "." + named.getKey();
      for (Map.Entry<?, ?> part :
          ElasticsearchQueryGate.object(named.getValue(), inner).entrySet()) {
        part((String) part.getKey(), part.getValue(), inner);
      }
    }
  }

  private static void part(String name, @Nullable Object value, String path)
      throws InvalidQueryException {
    String inner = path + "." + name;
    switch (name) {
      case "aggs", "aggregations" -> check(value, inner);
      case "meta" -> ElasticsearchQueryGate.flat(value, inner, 1);
      case "filter" -> ElasticsearchQueryGate.query(value, inner);
      case "filters" -> filters(ElasticsearchQueryGate.object(value, inner), inner);
      default -> {
        if (!BY_FIELD.contains(name)) {
          throw ElasticsearchQueryGate.notAllowed(name, path, BY_FIELD, BY_QUERY);
        }
        ElasticsearchQueryGate.named(value, inner, PARAMETERS, 2);
      }
    }
  }

  /** A list of queries, or queries by name. */
  private static void filters(Map<?, ?> filters, String path) throws InvalidQueryException {
    for (Map.Entry<?, ?> part : filters.entrySet()) {
      String inner = path + "." + part.getKey();
      if (!part.getKey().equals("filters")) {
        ElasticsearchQueryGate.flat(part.getValue(), inner, 0);
      } else if (part.getValue() instanceof Map<?, ?> byName) {
        for (Map.Entry<?, ?> query : byName.entrySet()) {
          ElasticsearchQueryGate.query(query.getValue(), inner + "." + query.getKey());
        }
      } else {
        ElasticsearchQueryGate.queries(part.getValue(), inner);
      }
    }
  }
}
