package io.distributary.gateway;

import io.distributary.gateway.config.ConfigFile;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A whole gateway in this JVM: real Kafka, plugins from their folders, views in the memory sink.
 */
final class RunningGateway implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("distributary.root"));

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Gateway gateway;
  private final Future<Void> started;

  /**
   * @param namespace of topics, groups and content
   * @param views by their names, with their type's configuration
   */
  RunningGateway(Path folder, String bootstrapServers, String namespace, String... views)
      throws IOException {
    StringBuilder yaml = new StringBuilder();
    yaml.append("http: {port: 0}\n");
    yaml.append("kafka: {bootstrapServers: \"").append(bootstrapServers).append("\"}\n");
    yaml.append("stream: {prefix: ").append(namespace).append(", partitions: 4}\n");
    yaml.append("plugins: ").append(plugins(folder, "memory")).append("\nviews:\n");
    for (String view : views) {
      yaml.append("  - {name: ")
          .append(view)
          .append(", type: memory, config: {namespace: ")
          .append(namespace)
          .append("}}\n");
    }
    Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
    gateway = Gateway.of(vertx, ConfigFile.read(file, Map.of()));
    started = gateway.start();
  }

  /** A folder of plugins as the build made them. */
  static Path plugins(Path folder, String... names) throws IOException {
    Path plugins = Files.createDirectories(folder.resolve("plugins"));
    for (String name : names) {
      Path link = plugins.resolve(name);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(
            link, ROOT.resolve("sinks").resolve(name).resolve("target/plugin"));
      }
    }
    return plugins;
  }

  RunningGateway ready() throws Exception {
    started.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    return this;
  }

  Future<Void> started() {
    return started;
  }

  HttpResponse<String> put(String path, String body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/fhir+json")
            .PUT(BodyPublishers.ofString(body)));
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE());
  }

  /** Without a body. */
  HttpResponse<String> post(String path) throws IOException, InterruptedException {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  Map<String, Object> json(String path) throws Exception {
    byte[] body = get(path).body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Json.parseObject(body, JsonLimits.RESOURCE);
  }

  @SuppressWarnings("unchecked")
  List<Map<String, Object>> list(String path, String name) throws Exception {
    return (List<Map<String, Object>>) json(path).get(name);
  }

  /** Lag of every view, as text; null when unknown. */
  List<String> lags() throws Exception {
    return list("/views", "views").stream().map(view -> String.valueOf(view.get("lag"))).toList();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Override
  public void close() throws Exception {
    gateway.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
