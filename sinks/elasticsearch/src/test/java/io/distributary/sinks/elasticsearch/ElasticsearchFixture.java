package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sink on the shared server, an index prefix for each run. */
final class ElasticsearchFixture implements SinkFixture<ElasticsearchConfig> {
  @Override
  public SinkPlugin<ElasticsearchConfig> plugin() {
    return new ElasticsearchPlugin();
  }

  @Override
  public ElasticsearchConfig config(String namespace) {
    return TestSinks.config(Servers.elasticsearch().url(), namespace);
  }

  @Override
  public Optional<ElasticsearchConfig> unreachable() {
    return Optional.of(TestSinks.config("http://127.0.0.1:1", "away"));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id -> "{\"query\":{\"ids\":{\"values\":[\"" + id + "\"]}}}",
            type -> "{\"query\":{\"term\":{\"type\":\"" + type + "\"}},\"size\":10000}",
            quoted(ElasticsearchQueryGateTest.ATTACKS),
            quoted(ElasticsearchQueryGateTest.NONSENSE),
            Optional.empty()));
  }

  private static List<String> quoted(List<String> bodies) {
    return bodies.stream().map(body -> body.replace('\'', '"')).toList();
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(ElasticsearchFixture::alter);
  }

  /** Writes the document once more at the version that it has, with another city. */
  private static void alter(String namespace, ResourceId id) throws Exception {
    String url =
        "%s/%s_resources_r1/_doc/%s%%2F%s"
            .formatted(Servers.elasticsearch().url(), namespace, id.type(), id.id());
    byte[] stored = send(HttpRequest.newBuilder(URI.create(url)).GET());
    Map<String, Object> document = Json.parseObject(stored, JsonLimits.RESOURCE);
    Map<String, Object> source = new LinkedHashMap<>();
    ((Map<?, ?>) document.get("_source"))
        .forEach((name, value) -> source.put((String) name, value));
    source.put("city", List.of("Elsewhere"));
    String guard = "?refresh=true&version_type=external_gte&version=" + document.get("_version");
    send(
        HttpRequest.newBuilder(URI.create(url + guard))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.write(source))));
  }

  private static byte[] send(HttpRequest.Builder request) throws Exception {
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException("Elasticsearch answered " + answer.statusCode());
    }
    return answer.body();
  }
}
