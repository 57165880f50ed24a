package io.distributary.servers.testing;

import io.distributary.servers.ServerKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * The shared servers from the vendors' images ({@code -Pcontainers}), the same that {@code
 * compose/compose.yaml} names: one of each for a test JVM, ended with it by Testcontainers. HBase
 * has no official image and does not work behind mapped ports: its image is built, and its ports
 * are the same inside and outside.
 */
final class Containers implements ServerSource {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int ZOOKEEPER_PORT = 2181;

  private final Map<ServerKind, GenericContainer<?>> started = new EnumMap<>(ServerKind.class);
  private final Path root;

  Containers(Path root) {
    this.root = root;
  }

  /** Whether this machine has a container engine; without one, tests are skipped, not failed. */
  static boolean areAvailable() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  @Override
  public void begin(ServerKind kind) {
    if (!started.containsKey(kind)) {
      GenericContainer<?> container = container(kind).withStartupTimeout(PATIENCE);
      container.start();
      started.put(kind, container);
    }
  }

  @Override
  public Endpoint await(ServerKind kind) {
    begin(kind);
    GenericContainer<?> container = running(kind);
    return new Endpoint(container.getHost(), Map.of("port", container.getMappedPort(port(kind))));
  }

  @Override
  public String log(ServerKind kind) {
    return running(kind).getLogs();
  }

  private GenericContainer<?> running(ServerKind kind) {
    GenericContainer<?> container = started.get(kind);
    if (container == null) {
      throw new IllegalStateException(kind.id() + " has not been started");
    }
    return container;
  }

  private static int port(ServerKind kind) {
    return switch (kind) {
      case KAFKA -> 9092;
      case MONGODB -> 27017;
      case HBASE -> ZOOKEEPER_PORT;
      case NEO4J -> 7687;
      case ELASTICSEARCH -> 9200;
    };
  }

  private GenericContainer<?> container(ServerKind kind) {
    return switch (kind) {
      case KAFKA -> kafka();
      case MONGODB -> mongodb();
      case HBASE -> hbase();
      case NEO4J -> neo4j();
      case ELASTICSEARCH -> elasticsearch();
    };
  }

  private static GenericContainer<?> kafka() {
    return new KafkaContainer(DockerImageName.parse("apache/kafka:4.3.1"))
        .withEnv("KAFKA_TRANSACTION_MAX_TIMEOUT_MS", "15000")
        .withEnv("KAFKA_MESSAGE_MAX_BYTES", "6291456")
        .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
  }

  private static GenericContainer<?> mongodb() {
    return image("mongo:8.0", 27017)
        .waitingFor(Wait.forLogMessage(".*Waiting for connections.*", 1));
  }

  private GenericContainer<?> hbase() {
    Path context = root.resolve("compose/hbase-image");
    GenericContainer<?> hbase =
        new GenericContainer<>(new ImageFromDockerfile().withFileFromPath(".", context));
    hbase.setPortBindings(List.of("2181:2181", "16000:16000", "16020:16020"));
    return hbase.withExposedPorts(ZOOKEEPER_PORT).waitingFor(Wait.forHealthcheck());
  }

  private static GenericContainer<?> neo4j() {
    return image("neo4j:5.26.30-community", 7687)
        .withEnv("NEO4J_AUTH", "none")
        .withEnv("NEO4J_db_logs_query_enabled", "OFF")
        .waitingFor(Wait.forLogMessage(".*Started\\..*", 1));
  }

  private static GenericContainer<?> elasticsearch() {
    return image("docker.elastic.co/elasticsearch/elasticsearch:8.19.21", 9200)
        .withEnv("discovery.type", "single-node")
        .withEnv("xpack.security.enabled", "false")
        .withEnv("cluster.routing.allocation.disk.threshold_enabled", "false")
        .withEnv("ES_JAVA_OPTS", "-Xms768m -Xmx768m")
        .waitingFor(Wait.forHttp("/_cluster/health?wait_for_status=yellow").forPort(9200));
  }

  private static GenericContainer<?> image(String name, int port) {
    return new GenericContainer<>(DockerImageName.parse(name)).withExposedPorts(port);
  }
}
