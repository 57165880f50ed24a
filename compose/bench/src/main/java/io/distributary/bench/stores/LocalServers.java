package io.distributary.bench.stores;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** Kafka and stores as child processes, with new data; they end with this process. */
public final class LocalServers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Map<ServerKind, ServerProcess> processes = new EnumMap<>(ServerKind.class);
  private final Map<ServerKind, Integer> ports = new EnumMap<>(ServerKind.class);

  private LocalServers() {}

  /**
   * Starts all and waits until each has done something real.
   *
   * @param root the project's folder, built
   * @param folder gets their data and logs
   */
  public static LocalServers start(Path root, Path folder)
      throws IOException, InterruptedException {
    return start(root, folder, EnumSet.allOf(ServerKind.class));
  }

  /** The same with some of them; the others have port 0. */
  public static LocalServers start(Path root, Path folder, Set<ServerKind> kinds)
      throws IOException, InterruptedException {
    LocalServers servers = new LocalServers();
    try {
      for (ServerKind kind : kinds) {
        servers.begin(kind, root, folder);
      }
      for (ServerProcess process : servers.processes.values()) {
        process.awaitReady(PATIENCE);
      }
      return servers;
    } catch (IOException | InterruptedException | RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  private void begin(ServerKind kind, Path root, Path folder) throws IOException {
    Path data = folder.resolve(kind.id());
    Map<String, Integer> picked = Ports.pick(kind.portNames(), data.toString());
    ports.put(kind, picked.getOrDefault("port", 0));
    Path log = folder.resolve(kind.id() + ".log");
    processes.put(
        kind, kind.launch(root, data, log, picked).withGrace(Duration.ofSeconds(5)).start());
  }

  public Addresses addresses() {
    return new Addresses(
        port(ServerKind.KAFKA),
        port(ServerKind.MONGODB),
        port(ServerKind.HBASE),
        port(ServerKind.NEO4J),
        port(ServerKind.ELASTICSEARCH));
  }

  private int port(ServerKind kind) {
    return ports.getOrDefault(kind, 0);
  }

  @Override
  public void close() throws IOException {
    for (ServerProcess process : processes.values()) {
      process.requestStop();
    }
    for (ServerProcess process : processes.values()) {
      process.close();
    }
  }
}
