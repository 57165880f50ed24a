package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.config.ConfigFile;
import io.distributary.gateway.plugin.ConfiguredPlugin;
import io.distributary.gateway.plugin.ConfiguredPlugins;
import io.distributary.gateway.plugin.PluginFolders;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Kafka and the four stores as one gateway sees them, perhaps through proxies.
 *
 * @param namespace of topics, groups and content
 * @param kafka where Kafka listens
 * @param ports of the stores, by the names of their views
 */
record FourStores(String namespace, String kafka, Map<String, Integer> ports) {
  static final List<String> VIEWS = List.of("document", "wide-column", "graph", "search");
  static final int PARTITIONS = 4;

  /** After which Kafka takes a member that does not poll out of its group. */
  static final Duration LONGEST_SILENCE = Duration.ofSeconds(8);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The servers that all tests share, for classes that need all five. */
  static FourStores shared(String namespace) {
    return new FourStores(
        namespace,
        Servers.kafka().bootstrapServers(),
        Map.of(
            "document",
            Servers.mongodb().port(),
            "wide-column",
            Servers.hbase().port(),
            "graph",
            Servers.neo4j().port(),
            "search",
            Servers.elasticsearch().port()));
  }

  /**
   * As an operator would write it: with defaults, but that Neo4j sooner takes its locks from a
   * gateway that hangs.
   */
  String configuration(Path folder) throws IOException {
    return """
        http: {port: 0}
        kafka: {bootstrapServers: "%s"}
        """
            .formatted(kafka)
        + stream(folder)
        + VIEWS.stream()
            .map(view -> view(view, view.equals("graph") ? ", transactionTimeout: 10s" : ""))
            .collect(Collectors.joining());
  }

  /** With so little patience that a fault is soon noticed, and bounds that are soon reached. */
  String impatientConfiguration(Path folder) throws IOException {
    return """
        http: {port: 0, timeout: 1500ms}
        kafka: {bootstrapServers: "%s", properties: {max.poll.interval.ms: %d}}
        delivery: {timeout: 2s, maxBytesInFlight: 8Mi, retry: {initial: 50ms, max: 500ms}}
        """
            .formatted(kafka, LONGEST_SILENCE.toMillis())
        + stream(folder)
        + VIEWS.stream().map(view -> view(view, impatience(view))).collect(Collectors.joining());
  }

  private static String impatience(String view) {
    return switch (view) {
      case "document" -> ", serverSelectionTimeout: 1s, connectTimeout: 1s, socketTimeout: 2s";
      case "wide-column" -> ", operationTimeout: 2s, rpcTimeout: 1s, scannerTimeout: 2s";
      case "graph" -> ", connectTimeout: 1s, acquireTimeout: 2s, transactionTimeout: 5s";
      default -> ", connectTimeout: 1s, timeout: 2s";
    };
  }

  private String stream(Path folder) throws IOException {
    return """
        stream: {prefix: %s, partitions: %d}
        plugins: "%s"
        views:
        """
        .formatted(
            namespace,
            PARTITIONS,
            RunningGateway.plugins(folder, "mongodb", "hbase", "neo4j", "elasticsearch"));
  }

  private String view(String name, String more) {
    String form =
        switch (name) {
          case "document" -> "mongodb, config: {uri: 'mongodb://127.0.0.1:%d', database: %s%s}";
          case "wide-column" ->
              "hbase, config: {quorum: '127.0.0.1:%d', tablePrefix: %s, saltBuckets: 1%s}";
          case "graph" -> "neo4j, config: {uri: 'bolt://127.0.0.1:%1$d'%3$s}";
          default -> "elasticsearch, config: {uri: 'http://127.0.0.1:%d', indexPrefix: %s%s}";
        };
    String type = form.formatted(ports.get(name), namespace, more);
    return "  - {name: " + name + ", type: " + type + "}\n";
  }

  /**
   * Neo4j has one database for everybody: to be called before a gateway is started. Whoever was
   * there before may have left a second revision.
   */
  void emptyGraph(Path folder) throws IOException, SinkException {
    Path file = Files.writeString(folder.resolve("empty.yaml"), configuration(folder));
    ConfigFile config = ConfigFile.read(file, Map.of());
    try (ConfiguredPlugins plugins =
        new ConfiguredPlugins(
            config.views(),
            PluginFolders.load(config.plugins()),
            config.binder(),
            PATIENCE,
            new SimpleMeterRegistry(),
            Clock.systemUTC())) {
      dropGraph(plugins.byView().get("graph"));
    }
  }

  private static void dropGraph(ConfiguredPlugin graph) throws SinkException {
    Sink<?> sink;
    try {
      sink = graph.open(RevisionId.first("graph"));
    } catch (SinkException e) {
      sink = graph.open(new RevisionId("graph", 2));
    }
    try {
      sink.maintenance().drop();
    } finally {
      sink.close();
    }
  }

  /**
   * A query of all resources of a type that a view holds, in its store's own language. Neo4j reads
   * one property after the other, so that a node that is being written may have its label and no
   * properties yet; {@code ref} is there before all others.
   */
  static String all(String view, String type) {
    return switch (view) {
      case "document" ->
          "{\"collection\":\"" + type + "\",\"projection\":{\"version\":1},\"limit\":10000}";
      case "wide-column" ->
          "{\"table\":\"resources\",\"start\":\"%1$s/\",\"stop\":\"%1$s0\",\"limit\":10000}"
              .formatted(type);
      case "graph" ->
          "{\"statement\":\"MATCH (n:"
              + type
              + ") WHERE n.version IS NOT NULL RETURN n.ref AS id, n.version AS version\"}";
      case "search" ->
          "{\"query\":{\"term\":{\"type\":\""
              + type
              + "\"}},\"size\":10000,\"_source\":[\"version\"]}";
      default -> throw new IllegalArgumentException(view);
    };
  }

  /** What a view holds of a type: versions by id, read back from its store. */
  static Map<String, String> held(GatewayClient gateway, String view, String type)
      throws Exception {
    HttpResponse<String> answer = gateway.query(view, all(view, type));
    assertThat(answer.statusCode()).as("%s: %s", view, answer.body()).isEqualTo(200);
    return versions(answer);
  }

  /** Versions by id, of the answer to {@link #all}. */
  static Map<String, String> versions(HttpResponse<String> answer) throws Exception {
    Map<String, String> held = new TreeMap<>();
    for (Map<String, Object> row : GatewayClient.rows(answer)) {
      String id = String.valueOf(row.containsKey("id") ? row.get("id") : row.get("_id"));
      held.put(id.substring(id.indexOf('/') + 1), String.valueOf(row.get("version")));
    }
    return held;
  }
}
