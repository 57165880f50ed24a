package io.distributary.sinks.elasticsearch;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.tck.SinkFixture;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Somebody with {@code curl}.
 *
 * @param server its URL
 */
record ElasticsearchTampering(String server) implements SinkFixture.Tampering {
  /** Writes the document once more at the version that it has, with another city. */
  @Override
  public void alter(String namespace, ResourceId id) throws Exception {
    Stored stored = stored(namespace, id);
    Map<String, Object> source = new LinkedHashMap<>(stored.source());
    source.put("city", List.of("Elsewhere"));
    put(namespace, id.toString(), stored.version(), source);
  }

  /** As anybody deletes: the deletion has the next version, and Elasticsearch remembers it. */
  @Override
  public boolean remove(String namespace, ResourceId id) throws Exception {
    String url = url(namespace, id.toString()) + "?refresh=true";
    send(HttpRequest.newBuilder(URI.create(url)).DELETE());
    return true;
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) throws Exception {
    Stored stored = stored(namespace, copied);
    put(namespace, name, stored.version(), stored.source());
    return true;
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) throws Exception {
    put(namespace, id.toString(), version.toString(), stored(namespace, id).source());
    return true;
  }

  /** Writes as anybody does: the version is one more than the document says. */
  @Override
  public boolean spoil(String namespace, ResourceId id) throws Exception {
    Map<String, Object> source = stored(namespace, id).source();
    put(url(namespace, id.toString()) + "?refresh=true", source);
    return true;
  }

  private record Stored(String version, Map<String, Object> source) {}

  private Stored stored(String namespace, ResourceId id) throws Exception {
    byte[] found = send(HttpRequest.newBuilder(URI.create(url(namespace, id.toString()))).GET());
    Map<String, Object> document = Json.parseObject(found, JsonLimits.RESOURCE);
    Map<String, Object> source = new LinkedHashMap<>();
    ((Map<?, ?>) document.get("_source"))
        .forEach((name, value) -> source.put((String) name, value));
    return new Stored(String.valueOf(document.get("_version")), source);
  }

  private void put(String namespace, String name, String version, Map<String, Object> source)
      throws Exception {
    String guard = "?refresh=true&version_type=external_gte&version=" + version;
    put(url(namespace, name) + guard, source);
  }

  private static void put(String url, Map<String, Object> source) throws Exception {
    send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofByteArray(Json.write(source))));
  }

  private String url(String namespace, String name) {
    String id = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "%s/%s_resources_r1/_doc/%s".formatted(server, namespace, id);
  }

  private static byte[] send(HttpRequest.Builder request) throws Exception {
    var answer = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
    if (answer.statusCode() / 100 != 2) {
      throw new IllegalStateException("Elasticsearch answered " + answer.statusCode());
    }
    return answer.body();
  }
}
