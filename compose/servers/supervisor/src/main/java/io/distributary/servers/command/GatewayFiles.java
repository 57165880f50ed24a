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

  /**
   * @param root the project's folder, built
   */
  GatewayFiles(Path root, DataFolder data) {
    this.root = root;
    this.data = data;
  }

  /** Brings copies and configuration up to date. */
  void prepare(StackPorts ports) throws IOException {
    mirror(root.resolve("gateway/cli/target/lib"), libraries());
    for (String sink : SINKS) {
      mirror(root.resolve("sinks").resolve(sink).resolve("target/plugin"), plugins().resolve(sink));
    }
    AtomicFile.write(data.gatewayConfig(), configuration(ports));
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

  private String configuration(StackPorts ports) {
    return """
        # Written by `compose/distributary up`, anew each time. For a gateway of your own take a copy:
        # compose/distributary serve --config FILE
        http: {host: 127.0.0.1, port: %d}
        kafka: {bootstrapServers: "127.0.0.1:%d"}
        plugins: "%s"
        delivery: {retry: {initial: 100ms, max: 5s}}
        views:
          - {name: document, type: mongodb, config: {uri: "mongodb://127.0.0.1:%d"}}
          - {name: wide-column, type: hbase, config: {quorum: "127.0.0.1:%d", saltBuckets: 4}}
          - {name: graph, type: neo4j, config: {uri: "bolt://127.0.0.1:%d"}}
          - {name: search, type: elasticsearch, config: {uri: "http://127.0.0.1:%d"}}
        """
        .formatted(
            ports.gateway(),
            ports.clientPort(ServerKind.KAFKA),
            plugins().toString().replace("\\", "\\\\").replace("\"", "\\\""),
            ports.clientPort(ServerKind.MONGODB),
            ports.clientPort(ServerKind.HBASE),
            ports.clientPort(ServerKind.NEO4J),
            ports.clientPort(ServerKind.ELASTICSEARCH));
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
