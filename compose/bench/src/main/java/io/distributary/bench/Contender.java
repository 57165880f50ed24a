package io.distributary.bench;

import io.distributary.bench.limit.LimitMain;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.View;
import io.distributary.servers.JavaProgram;
import io.distributary.servers.Ports;
import io.distributary.servers.ServerLaunch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What moves the events into the stores: a process of its own, with the same JVM options. */
enum Contender {
  GATEWAY {
    @Override
    JavaProgram program(Setting setting) throws IOException {
      Path folder = Files.createDirectories(setting.folder());
      Path config = Files.writeString(folder.resolve("gateway.yaml"), configuration(setting));
      return new JavaProgram(
          jars(setting.root().resolve("gateway/cli/target/lib")),
          "io.distributary.cli.Main",
          JVM,
          List.of("serve", "--config", config.toString()));
    }

    @Override
    List<String> groups(Setting setting) {
      return setting.views().stream()
          .map(view -> setting.namespace() + "." + view.id() + ".r1")
          .toList();
    }
  },

  LIMIT {
    @Override
    JavaProgram program(Setting setting) {
      return new JavaProgram(
          Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
              .map(Path::of)
              .toList(),
          LimitMain.class.getName(),
          JVM,
          LimitMain.words(setting.namespace(), setting.addresses(), setting.views()));
    }

    @Override
    List<String> groups(Setting setting) {
      return List.of(LimitMain.group(setting.namespace()));
    }
  };

  /** Those that {@code up} gives the gateway. */
  private static final List<String> JVM =
      List.of(
          "-Xmx512m",
          "-XX:MaxDirectMemorySize=192m",
          "-XX:+UseSerialGC",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-UsePerfData",
          "-Djava.net.preferIPv4Stack=true",
          "-Dfile.encoding=UTF-8");

  /**
   * What a contender is started for.
   *
   * @param root the project's folder, built
   * @param folder its own
   * @param namespace of topics, groups and stores
   */
  record Setting(Path root, Path folder, String namespace, Addresses addresses, List<View> views) {}

  abstract JavaProgram program(Setting setting) throws IOException;

  /** The groups whose checkpoints tell how far it is. */
  abstract List<String> groups(Setting setting);

  ServerLaunch launch(Setting setting) throws IOException {
    Path folder = setting.folder();
    List<String> command = program(setting).command(folder.resolve("java-arguments"));
    return new ServerLaunch(
        word(), command, Map.of(), folder, folder.resolve("log"), Duration.ofSeconds(25));
  }

  String word() {
    return this == GATEWAY ? "gateway" : "limit";
  }

  private static List<Path> jars(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String configuration(Setting setting) throws IOException {
    String views =
        setting.views().stream()
            .map(view -> "  - " + view(view, setting) + "\n")
            .collect(Collectors.joining());
    return """
        http: {host: 127.0.0.1, port: %d}
        kafka: {bootstrapServers: "%s"}
        stream: {prefix: %s}
        plugins: "%s"
        views:
        %s"""
        .formatted(
            port(setting),
            setting.addresses().bootstrapServers(),
            setting.namespace(),
            plugins(setting),
            views);
  }

  /** Where a gateway listens. */
  static int port(Setting setting) throws IOException {
    return Ports.pick(List.of("port"), setting.folder().toString()).getOrDefault("port", 0);
  }

  private static String view(View view, Setting setting) {
    Addresses addresses = setting.addresses();
    String namespace = setting.namespace();
    return switch (view) {
      case DOCUMENT ->
          "{name: document, type: mongodb, config: {uri: \"%s\", database: %s}}"
              .formatted(addresses.mongodbUri(), namespace);
      case WIDE_COLUMN ->
          "{name: wide-column, type: hbase, config: {quorum: \"%s\", tablePrefix: %s, saltBuckets: 4}}"
              .formatted(addresses.zookeeperQuorum(), namespace);
      case GRAPH ->
          "{name: graph, type: neo4j, config: {uri: \"%s\"}}".formatted(addresses.neo4jUri());
      case SEARCH ->
          "{name: search, type: elasticsearch, config: {uri: \"%s\", indexPrefix: %s}}"
              .formatted(addresses.elasticsearchUrl(), namespace);
    };
  }

  /** The sinks as the build made them. */
  private static Path plugins(Setting setting) throws IOException {
    Path plugins = Files.createDirectories(setting.folder().resolve("plugins"));
    for (String sink : List.of("mongodb", "hbase", "neo4j", "elasticsearch")) {
      Path link = plugins.resolve(sink);
      if (!Files.exists(link)) {
        Files.createSymbolicLink(
            link, setting.root().resolve("sinks").resolve(sink).resolve("target/plugin"));
      }
    }
    return plugins;
  }
}
