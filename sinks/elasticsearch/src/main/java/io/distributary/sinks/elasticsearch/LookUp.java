package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.Json;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Gets documents by their ids as they are now, refreshed or not, one after the other. What a
 * document is like stands beside it: {@code _id _version _seq_no _primary_term}.
 *
 * @param path of {@code _mget}
 * @param source whether the content is wanted
 * @param timeout until all of them are there
 */
record LookUp(ElasticsearchConnection connection, String path, boolean source, Duration timeout) {
  /** Elasticsearch knows no longer ones. */
  private static final int LONGEST_ID = 512;

  /** Takes a document. */
  interface Taker {
    void found(Map<?, ?> document) throws IOException;
  }

  static LookUp in(
      ElasticsearchConnection connection, String index, boolean source, Duration timeout) {
    return new LookUp(connection, "/" + index + "/_mget", source, timeout);
  }

  /** Hands over the documents that are there, in any order. */
  void of(List<String> ids, Taker taker) throws IOException, SinkException {
    List<String> possible = ids.stream().filter(LookUp::isId).toList();
    if (possible.isEmpty()) {
      return;
    }
    connection.stream(
        path,
        Map.of("_source", Boolean.toString(source)),
        Json.write(Map.of("ids", possible)),
        timeout,
        wire -> {
          try (AnswerParser answer = new AnswerParser(wire)) {
            documents(answer, taker);
          }
        });
  }

  private static void documents(AnswerParser answer, Taker taker) throws IOException {
    for (String name = answer.field(); name != null; name = answer.field()) {
      if (!name.equals("docs")) {
        answer.skip();
        continue;
      }
      answer.enterArray();
      while (answer.hasItem()) {
        document(answer.item(), taker);
      }
    }
    answer.finish();
  }

  private static void document(@Nullable Object item, Taker taker) throws IOException {
    if (!(item instanceof Map<?, ?> document) || document.containsKey("error")) {
      throw new IOException("Some documents could not be looked up");
    }
    if (Boolean.TRUE.equals(document.get("found"))) {
      taker.found(document);
    }
  }

  private static boolean isId(String name) {
    return !name.isEmpty() && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID;
  }
}
