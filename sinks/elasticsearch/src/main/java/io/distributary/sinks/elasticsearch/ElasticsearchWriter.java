package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes by {@code _bulk}, guarded by external versions: an index operation whose version is not
 * above the stored one is answered with 409, and the view holds that version or a newer one. A
 * tombstone is a document like any other, since Elasticsearch forgets physical deletes after a
 * minute.
 */
final class ElasticsearchWriter implements SinkWriter<ElasticsearchDocument> {
  private static final int CONFLICT = 409;
  private static final int PAYLOAD_TOO_LARGE = 413;
  private static final int MOST_BYTES_OF_AN_ANSWER = 16 << 20;

  /** Nothing of the sentences in which Elasticsearch repeats what it was sent. */
  private static final String ANSWER = "items.*.status,items.*.error.type";

  /** Of a request; a larger document goes alone. */
  static final int REQUEST_BYTES = 8 << 20;

  private final ElasticsearchConnection connection;
  private final String path;
  private final String guard;

  private ElasticsearchWriter(ElasticsearchConnection connection, String alias, String guard) {
    this.connection = connection;
    this.path = "/" + alias + "/_bulk";
    this.guard = guard;
  }

  static ElasticsearchWriter takingHigherVersions(
      ElasticsearchConnection connection, String alias) {
    return new ElasticsearchWriter(connection, alias, "external");
  }

  /** For repairs alone: who writes an event twice gets the second one refused as stale. */
  static ElasticsearchWriter takingTheSameVersion(
      ElasticsearchConnection connection, String alias) {
    return new ElasticsearchWriter(connection, alias, "external_gte");
  }

  @Override
  public WriteResult write(List<Projected<ElasticsearchDocument>> batch) throws SinkException {
    return WriteResult.of(put(batch.stream().map(Projected::value).toList()));
  }

  /**
   * @return one outcome for each, in their order
   */
  List<Outcome> put(List<ElasticsearchDocument> documents) throws SinkException {
    List<Outcome> outcomes = new ArrayList<>(documents.size());
    for (List<ElasticsearchDocument> request : requests(documents)) {
      outcomes.addAll(send(request));
    }
    return outcomes;
  }

  /** Cuts a batch into requests of at most {@link #REQUEST_BYTES}. */
  static List<List<ElasticsearchDocument>> requests(List<ElasticsearchDocument> documents) {
    List<List<ElasticsearchDocument>> requests = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < documents.size(); i++) {
      int length = documents.get(i).json().length;
      if (i > start && bytes + length > REQUEST_BYTES) {
        requests.add(documents.subList(start, i));
        start = i;
        bytes = 0;
      }
      bytes += length;
    }
    if (start < documents.size()) {
      requests.add(documents.subList(start, documents.size()));
    }
    return requests;
  }

  private List<Outcome> send(List<ElasticsearchDocument> documents) throws SinkException {
    try {
      return outcomes(post(body(documents, guard)), documents.size());
    } catch (IOException | RuntimeException e) {
      ElasticsearchErrors.Answer answer = ElasticsearchErrors.answer(e);
      if (answer != null && answer.status() == PAYLOAD_TOO_LARGE) {
        return sendHalves(documents);
      }
      throw ElasticsearchErrors.exception(e);
    }
  }

  /** Sends operations as they stand. */
  List<Outcome> send(byte[] body, int operations) throws SinkException {
    try {
      return outcomes(post(body), operations);
    } catch (IOException | RuntimeException e) {
      throw ElasticsearchErrors.exception(e);
    }
  }

  private List<Outcome> sendHalves(List<ElasticsearchDocument> documents) throws SinkException {
    if (documents.size() == 1) {
      return List.of(ElasticsearchErrors.TOO_LARGE.outcome());
    }
    int middle = documents.size() / 2;
    List<Outcome> outcomes = new ArrayList<>(send(documents.subList(0, middle)));
    outcomes.addAll(send(documents.subList(middle, documents.size())));
    return outcomes;
  }

  private Map<String, @Nullable Object> post(byte[] body) throws IOException {
    return connection.post(
        path,
        Map.of("require_alias", "true", "filter_path", ANSWER),
        body,
        ElasticsearchConnection.NDJSON,
        MOST_BYTES_OF_AN_ANSWER);
  }

  static byte[] body(List<ElasticsearchDocument> documents, String guard) {
    int bytes = documents.stream().mapToInt(d -> d.json().length + 200).sum();
    ByteArrayOutputStream body = new ByteArrayOutputStream(bytes);
    for (ElasticsearchDocument document : documents) {
      // Neither an id nor a version needs escaping.
      String action =
          "{\"index\":{\"_id\":\""
              + document.id()
              + "\",\"version\":"
              + document.version()
              + ",\"version_type\":\""
              + guard
              + "\"}}\n";
      body.writeBytes(action.getBytes(StandardCharsets.UTF_8));
      body.writeBytes(document.json());
      body.write('\n');
    }
    return body.toByteArray();
  }

  static List<Outcome> outcomes(Map<String, @Nullable Object> answer, int expected)
      throws SinkException {
    List<Outcome> outcomes = new ArrayList<>(expected);
    for (Map<?, ?> item : items(answer).toList()) {
      outcomes.add(outcome(item));
    }
    if (outcomes.size() != expected) {
      throw ElasticsearchErrors.FAILED.exception();
    }
    return outcomes;
  }

  /** {@code {"items":[{"index":{"status":201}}, {"delete":{"status":200}}, …]}}. */
  private static Stream<Map<?, ?>> items(Map<String, @Nullable Object> answer) {
    List<?> items = answer.get("items") instanceof List<?> list ? list : List.of();
    return items.stream()
        .map(item -> item instanceof Map<?, ?> map ? map : Map.of())
        .map(item -> item.containsKey("delete") ? item.get("delete") : item.get("index"))
        .map(result -> result instanceof Map<?, ?> map ? map : Map.of());
  }

  private static Outcome outcome(Map<?, ?> item) throws SinkException {
    int status = item.get("status") instanceof JsonNumber number ? number.intValue() : 0;
    if (status == 200 || status == 201) {
      return Outcome.APPLIED;
    }
    if (status == CONFLICT) {
      return Outcome.STALE;
    }
    String type =
        item.get("error") instanceof Map<?, ?> error && error.get("type") instanceof String text
            ? text
            : "";
    return ElasticsearchErrors.verdict(status, type).outcome();
  }
}
