package io.distributary.sinks.elasticsearch;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.json.jackson.JacksonJsonpMapper;
import co.elastic.clients.transport.rest_client.RestClientOptions;
import co.elastic.clients.transport.rest_client.RestClientTransport;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.apache.http.Header;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.entity.ContentType;
import org.apache.http.message.BasicHeader;
import org.apache.http.nio.entity.NByteArrayEntity;
import org.apache.http.util.EntityUtils;
import org.elasticsearch.client.Cancellable;
import org.elasticsearch.client.HttpAsyncResponseConsumerFactory;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RequestOptions;
import org.elasticsearch.client.RestClient;
import org.jspecify.annotations.Nullable;

/**
 * The way to the store: the typed client for what is asked seldom, and plain HTTP where bytes and
 * digits must stay as they are (bulk requests, searches).
 */
final class ElasticsearchConnection implements AutoCloseable {
  static final ContentType JSON = ContentType.APPLICATION_JSON;
  static final ContentType NDJSON =
      ContentType.create("application/x-ndjson", StandardCharsets.UTF_8);

  private static final int DEEPEST_ANSWER = 128;

  private final RestClient http;
  private final ElasticsearchClient client;
  private final RequestConfig patience;

  private ElasticsearchConnection(RestClient http, RequestConfig patience) {
    this.http = http;
    this.patience = patience;
    this.client = new ElasticsearchClient(new RestClientTransport(http, new JacksonJsonpMapper()));
  }

  /** Connects lazily: nothing is asked of the store yet. */
  static ElasticsearchConnection to(ElasticsearchConfig config) {
    int timeout = millis(config.timeout());
    RequestConfig patience =
        RequestConfig.custom()
            .setConnectTimeout(millis(config.connectTimeout()))
            .setConnectionRequestTimeout(timeout)
            .setSocketTimeout(timeout)
            .build();
    RestClient http =
        RestClient.builder(config.nodes())
            .setDefaultHeaders(authorization(config))
            .setHttpClientConfigCallback(builder -> builder.setDefaultRequestConfig(patience))
            .build();
    return new ElasticsearchConnection(http, patience);
  }

  private static Header[] authorization(ElasticsearchConfig config) {
    if (config.apiKey() != null) {
      return header("ApiKey " + config.apiKey().reveal());
    }
    if (config.username() != null && config.password() != null) {
      String both = config.username() + ":" + config.password().reveal();
      return header(
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return new Header[0];
  }

  private static Header[] header(String authorization) {
    return new Header[] {new BasicHeader("Authorization", authorization)};
  }

  /** For the time-out of the configuration. */
  ElasticsearchClient client() {
    return client;
  }

  /** For calls with a deadline of their own. */
  ElasticsearchClient client(Duration timeout) {
    return client.withTransportOptions(
        new RestClientOptions(
            options(timeout, 16 << 20), /* keepResponseBodyOnException= */ false));
  }

  /** The configuration's time-out. */
  Duration timeout() {
    return Duration.ofMillis(patience.getSocketTimeout());
  }

  /** The configuration's time-out, or less: for one step of what may last for days. */
  Duration timeout(Duration atMost) {
    return atMost.compareTo(timeout()) < 0 ? atMost : timeout();
  }

  /**
   * Posts bytes and reads the answer, a short one, digits kept.
   *
   * @param mostBytes of the answer; a longer one is an {@link
   *     org.apache.http.ContentTooLongException}
   * @throws IOException a {@link org.elasticsearch.client.ResponseException} when the status is not
   *     2xx
   */
  Map<String, @Nullable Object> post(
      String path, Map<String, String> parameters, byte[] body, ContentType type, int mostBytes)
      throws IOException {
    Request request = new Request("POST", path);
    request.addParameters(parameters);
    request.setEntity(new NByteArrayEntity(body, type));
    request.setOptions(options(timeout(), mostBytes));
    byte[] answer = EntityUtils.toByteArray(http.performRequest(request).getEntity());
    try {
      return Json.parseObject(
          answer, new JsonLimits(answer.length, DEEPEST_ANSWER, Integer.MAX_VALUE));
    } catch (InvalidResourceException e) {
      throw new IOException("The answer is not JSON", e);
    }
  }

  /** Reads an answer while it comes in. */
  interface StreamReader {
    void read(Wire answer) throws IOException, SinkException;
  }

  /**
   * Posts JSON and has the answer read on the calling thread. When that ends before the answer
   * does, by an exception too, the request is aborted, and Elasticsearch ends what it does for it.
   *
   * @param patience until the last byte of the answer is there
   * @throws IOException a {@link org.elasticsearch.client.ResponseException} when the status is not
   *     2xx
   */
  void stream(
      String path,
      Map<String, String> parameters,
      byte[] body,
      Duration patience,
      StreamReader reader)
      throws IOException, SinkException {
    Wire wire = new Wire(patience);
    Request request = new Request("POST", path);
    request.addParameters(parameters);
    request.setEntity(new NByteArrayEntity(body, JSON));
    request.setOptions(options(patience, wire::consumer));
    Cancellable call = http.performRequestAsync(request, wire);
    try {
      reader.read(wire);
    } finally {
      if (!wire.isOver()) {
        call.cancel();
      }
      wire.close();
    }
  }

  private RequestOptions options(Duration timeout, int mostBytes) {
    return options(timeout, () -> new BoundedAnswer(mostBytes));
  }

  private RequestOptions options(Duration timeout, HttpAsyncResponseConsumerFactory consumers) {
    RequestOptions.Builder options = RequestOptions.DEFAULT.toBuilder();
    options.setRequestConfig(
        RequestConfig.copy(patience)
            .setConnectionRequestTimeout(millis(timeout))
            .setSocketTimeout(millis(timeout))
            .build());
    options.setHttpAsyncResponseConsumerFactory(consumers);
    return options.build();
  }

  /** At least 1: 0 means "for ever" to the driver. */
  private static int millis(Duration duration) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
  }

  @Override
  public void close() {
    try {
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
