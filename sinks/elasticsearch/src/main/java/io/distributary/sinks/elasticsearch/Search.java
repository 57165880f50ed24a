package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.http.ContentTooLongException;
import org.jspecify.annotations.Nullable;

/**
 * A search whose answer fits into memory: hits are halved until it does.
 *
 * @param body without {@code size}
 * @param timeout after which Elasticsearch gives up
 */
record Search(String path, Map<String, @Nullable Object> body, Duration timeout) {
  /** What the network may take beyond what Elasticsearch is given. */
  private static final Duration GRACE = Duration.ofMillis(500);

  /**
   * @param json the whole answer
   * @param size how many hits were asked for in the end
   */
  record Answer(Map<String, @Nullable Object> json, int size) {
    List<Map<?, ?>> hits() {
      List<?> hits = outer().get("hits") instanceof List<?> list ? list : List.of();
      return hits.stream()
          .flatMap(hit -> hit instanceof Map<?, ?> map ? Stream.<Map<?, ?>>of(map) : Stream.empty())
          .toList();
    }

    /** {@code {"total", "max_score", "hits"}}. */
    Map<?, ?> outer() {
      return json.get("hits") instanceof Map<?, ?> map ? map : Map.of();
    }
  }

  /**
   * @param mostBytes of the answer
   * @throws SocketTimeoutException when Elasticsearch gave up
   * @throws ContentTooLongException when one hit alone, or what stands beside the hits, is longer
   */
  Answer run(ElasticsearchConnection connection, int size, int mostBytes) throws IOException {
    try {
      return new Answer(post(connection, size, mostBytes), size);
    } catch (IOException e) {
      if (!isTooLong(e) || size <= 1) {
        throw e;
      }
      return run(connection, size / 2, mostBytes);
    }
  }

  static boolean isTooLong(IOException e) {
    return e instanceof ContentTooLongException || e.getCause() instanceof ContentTooLongException;
  }

  private Map<String, @Nullable Object> post(
      ElasticsearchConnection connection, int size, int mostBytes) throws IOException {
    Map<String, @Nullable Object> sized = new LinkedHashMap<>(body);
    sized.put("size", size);
    sized.put("timeout", timeout.toMillis() + "ms");
    Map<String, @Nullable Object> answer =
        connection.post(
            path,
            Map.of("allow_partial_search_results", "false"),
            Json.write(sized),
            ElasticsearchConnection.JSON,
            timeout.plus(GRACE),
            mostBytes);
    if (Boolean.TRUE.equals(answer.get("timed_out"))) {
      throw new SocketTimeoutException("The search took too long");
    }
    return answer;
  }
}
