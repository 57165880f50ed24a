package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gets documents by their ids as they are now, refreshed or not. What a document is like stands
 * beside it: {@code _id _version _seq_no _primary_term}.
 *
 * @param path of {@code _mget}
 * @param source whether the content is wanted
 * @param timeout the longest silence; null for the configuration's
 */
record LookUp(
    ElasticsearchConnection connection, String path, boolean source, @Nullable Duration timeout) {
  /** Elasticsearch knows no longer ones. */
  private static final int LONGEST_ID = 512;

  private static final int MOST_BYTES = 32 << 20;

  static LookUp in(
      ElasticsearchConnection connection,
      String index,
      boolean source,
      @Nullable Duration timeout) {
    return new LookUp(connection, "/" + index + "/_mget", source, timeout);
  }

  /** The documents that are there, in any order; asked for in parts when they are large. */
  List<Map<?, ?>> of(List<String> ids) throws IOException {
    List<String> possible = ids.stream().filter(LookUp::isId).toList();
    return possible.isEmpty() ? List.of() : whole(possible);
  }

  private List<Map<?, ?>> whole(List<String> ids) throws IOException {
    try {
      return found(post(ids));
    } catch (IOException e) {
      if (!Search.isTooLong(e) || ids.size() == 1) {
        throw e;
      }
      int middle = ids.size() / 2;
      List<Map<?, ?>> found = new ArrayList<>(whole(ids.subList(0, middle)));
      found.addAll(whole(ids.subList(middle, ids.size())));
      return found;
    }
  }

  private Map<String, @Nullable Object> post(List<String> ids) throws IOException {
    return connection.post(
        path,
        Map.of("_source", Boolean.toString(source)),
        Json.write(Map.of("ids", ids)),
        ElasticsearchConnection.JSON,
        timeout,
        MOST_BYTES);
  }

  private static List<Map<?, ?>> found(Map<String, @Nullable Object> answer) throws IOException {
    List<?> documents = answer.get("docs") instanceof List<?> list ? list : List.of();
    List<Map<?, ?>> found = new ArrayList<>();
    for (Object item : documents) {
      if (!(item instanceof Map<?, ?> document) || document.containsKey("error")) {
        throw new IOException("Some documents could not be looked up");
      }
      if (Boolean.TRUE.equals(document.get("found"))) {
        found.add(document);
      }
    }
    return found;
  }

  private static boolean isId(String name) {
    return !name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID;
  }
}
