package io.distributary.servers.testing;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerKind;
import io.distributary.servers.ServerLaunch;
import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/**
 * A server of one's own, to be killed, frozen and started again on the same ports and data. Ends
 * with this JVM at the latest; its data goes with {@link #close}.
 *
 * @param <A> its address
 */
public final class PrivateServer<A> implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Path folder;
  private final ServerLaunch launch;
  private final A address;
  private ServerProcess process;

  private PrivateServer(ServerKind kind, Function<Endpoint, A> address)
      throws IOException, InterruptedException {
    Path root = ProjectRoot.find();
    Path all = Files.createDirectories(root.resolve("target/stack/private"));
    this.folder = Files.createTempDirectory(all, kind.id() + "-");
    Map<String, Integer> ports = Ports.pick(kind.portNames(), folder.toString());
    this.launch =
        kind.launch(root, folder.resolve("data"), folder.resolve("server.log"), ports)
            .withGrace(GRACE);
    this.address = address.apply(new Endpoint(Endpoint.LOOPBACK, ports));
    this.process = launch.start();
    process.awaitReady(PATIENCE);
  }

  /** A Kafka of one's own, ready. */
  public static PrivateServer<KafkaAddress> kafka() throws IOException, InterruptedException {
    return new PrivateServer<>(ServerKind.KAFKA, KafkaAddress::new);
  }

  /** A MongoDB of one's own, or its stand-in, ready. */
  public static PrivateServer<MongodbAddress> mongodb() throws IOException, InterruptedException {
    return new PrivateServer<>(ServerKind.MONGODB, MongodbAddress::new);
  }

  /** An HBase of one's own, ready. */
  public static PrivateServer<HbaseAddress> hbase() throws IOException, InterruptedException {
    return new PrivateServer<>(ServerKind.HBASE, HbaseAddress::new);
  }

  /** A Neo4j of one's own, ready. */
  public static PrivateServer<Neo4jAddress> neo4j() throws IOException, InterruptedException {
    return new PrivateServer<>(ServerKind.NEO4J, Neo4jAddress::new);
  }

  /** An Elasticsearch of one's own, ready. */
  public static PrivateServer<ElasticsearchAddress> elasticsearch()
      throws IOException, InterruptedException {
    return new PrivateServer<>(ServerKind.ELASTICSEARCH, ElasticsearchAddress::new);
  }

  /** Where it listens, also after a restart. */
  public A address() {
    return address;
  }

  /** Where its data lie; to be touched only while it does not run. */
  public Path data() {
    return folder.resolve("data");
  }

  /** Whether its process runs, frozen or not. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL; waits until the process is gone. */
  public void kill() throws IOException, InterruptedException {
    process.kill();
  }

  /** SIGTERM; waits until the process is gone, 15 s at most before SIGKILL. */
  public void stop() throws IOException, InterruptedException {
    process.stop();
  }

  /** SIGSTOP: the process stays, with all its connections, and does nothing. */
  public void freeze() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() throws IOException, InterruptedException {
    signal("CONT");
  }

  /**
   * Starts it again with the same ports and data after {@link #kill} or {@link #stop}, and waits
   * until it is ready.
   */
  public void restart() throws IOException, InterruptedException {
    beginRestart();
    awaitReady();
  }

  /** Starts it again and does not wait. */
  public void beginRestart() throws IOException {
    if (process.isAlive()) {
      throw new IllegalStateException(launch.name() + " still runs");
    }
    process = launch.start();
  }

  /** Waits until it is ready. */
  public void awaitReady() throws IOException, InterruptedException {
    process.awaitReady(PATIENCE);
  }

  /** Kills it and deletes its data. */
  @Override
  public void close() throws IOException, InterruptedException {
    process.kill();
    StackFolder.deleteTree(folder);
  }

  private void signal(String name) throws IOException, InterruptedException {
    long pid =
        process
            .handle()
            .orElseThrow(() -> new IllegalStateException(launch.name() + " does not run"))
            .pid();
    int status =
        new ProcessBuilder("/bin/kill", "-" + name, Long.toString(pid))
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with status " + status);
    }
  }
}
