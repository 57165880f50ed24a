package io.distributary.servers.command;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lays out what a gateway runs from: a copy of its jars, of the sinks as plugins, and its
 * configuration. A copy, because {@code target/} changes while somebody builds.
 */
final class GatewayFiles {
  private static final List<String> SINKS = List.of("mongodb", "hbase", "neo4j", "elasticsearch");

  private final Path root;
  private final DataFolder data;
  private final Secrets secrets;

  /**
   * @param root the project's folder, built
   */
  GatewayFiles(Path root, DataFolder data) {
    this.root = root;
    this.data = data;
    this.secrets = new Secrets(data);
  }

  /**
   * Brings copies and configuration up to date.
   *
   * @param kafkaPassword whether Kafka asks for one
   */
  void prepare(StackPorts ports, boolean kafkaPassword) throws IOException {
    mirror(root.resolve("gateway/cli/target/lib"), libraries());
    for (String sink : SINKS) {
      mirror(root.resolve("sinks").resolve(sink).resolve("target/plugin"), plugins().resolve(sink));
    }
    String login = kafkaPassword ? kafkaLogin() : "";
    AtomicFile.write(data.gatewayConfig(), configuration(ports, login));
  }

  private Path libraries() {
    return data.gateway().resolve("lib");
  }

  private Path plugins() {
    return data.gateway().resolve("plugins");
  }

  /** The copied jars. */
  List<Path> classPath() throws IOException {
    return filesOf(libraries());
  }

  /** Kafka's clients look the password up in a file; it does not stand in the configuration. */
  private String kafkaLogin() throws IOException {
    return """
        , properties: {
          security.protocol: SASL_PLAINTEXT, sasl.mechanism: PLAIN, config.providers: file,
          config.providers.file.class: org.apache.kafka.common.config.provider.FileConfigProvider,
          sasl.jaas.config: "${file:%s:sasl.jaas.config}"}"""
        .formatted(quoted(secrets.kafkaClient()));
  }

  private String configuration(StackPorts ports, String kafkaLogin) throws IOException {
    return """
        # Written by `compose/distributary up`, anew each time. For a gateway of your own take a copy:
        # compose/distributary serve --config FILE
        http: {host: 127.0.0.1, port: %d}
        kafka: {bootstrapServers: "127.0.0.1:%d"%s}
        plugins: "%s"
        delivery: {retry: {initial: 100ms, max: 5s}}
        views:
          - {name: document, type: mongodb, config: {uri: "mongodb://127.0.0.1:%d"}}
          - {name: wide-column, type: hbase, config: {quorum: "127.0.0.1:%d", saltBuckets: 4}}
          - {name: graph, type: neo4j, config: {uri: "bolt://127.0.0.1:%d", username: neo4j, passwordFile: "%s"}}
          - {name: search, type: elasticsearch, config: {uri: "http://127.0.0.1:%d"}}
        """
        .formatted(
            ports.gateway(),
            ports.clientPort(ServerKind.KAFKA),
            kafkaLogin,
            quoted(plugins()),
            ports.clientPort(ServerKind.MONGODB),
            ports.clientPort(ServerKind.HBASE),
            ports.clientPort(ServerKind.NEO4J),
            quoted(secrets.passwordOf(ServerKind.NEO4J)),
            ports.clientPort(ServerKind.ELASTICSEARCH));
  }

  private static String quoted(Path path) {
    return path.toString().replace("\\", "\\\\").replace("\"", "\\\"");
  }

  /** Makes {@code to} hold the files of {@code from} and no others; what is equal stays. */
  private static void mirror(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      throw new FileSystemException(from.toString(), null, "is not built: run mvn package");
    }
    Files.createDirectories(to);
    Set<Path> wanted = new HashSet<>();
    for (Path file : filesOf(from)) {
      Path copy = to.resolve(file.getFileName());
      wanted.add(copy);
      if (!same(file, copy)) {
        Files.copy(
            file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Ownership.tighten(copy);
      }
    }
    for (Path file : filesOf(to)) {
      if (!wanted.contains(file)) {
        Files.delete(file);
      }
    }
  }

  private static boolean same(Path file, Path copy) throws IOException {
    return Files.exists(copy)
        && Files.size(file) == Files.size(copy)
        && Files.getLastModifiedTime(file).equals(Files.getLastModifiedTime(copy));
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
