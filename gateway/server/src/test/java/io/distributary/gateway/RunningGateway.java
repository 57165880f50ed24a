package io.distributary.gateway;

import io.distributary.gateway.config.ConfigFile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A whole gateway in this JVM: real Kafka, plugins from their folders. */
final class RunningGateway extends GatewayClient implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("distributary.root"));

  private final Vertx vertx = Vertx.vertx();
  private final Gateway gateway;
  private final Future<Void> started;

  /**
   * With views in the memory sink.
   *
   * @param namespace of topics, groups and content
   * @param views by their names
   */
  RunningGateway(Path folder, String bootstrapServers, String namespace, String... views)
      throws IOException {
    this(folder, memory(folder, bootstrapServers, namespace, views));
  }

  /**
   * @param yaml the whole configuration
   */
  RunningGateway(Path folder, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("gateway.yaml"), yaml);
    gateway = Gateway.of(vertx, ConfigFile.read(file, Map.of()));
    started = gateway.start();
  }

  private static String memory(
      Path folder, String bootstrapServers, String namespace, String... views) throws IOException {
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
    return yaml.toString();
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

  @Override
  int port() {
    return gateway.port();
  }

  @Override
  public void close() throws Exception {
    gateway.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }
}
