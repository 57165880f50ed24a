package io.distributary.servers.testing;

import io.distributary.servers.ServerKind;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * The shared servers: {@code @Needs(HBASE)} on a test class has them ready, {@code Servers.hbase()}
 * says where they listen. They are never stopped, killed or emptied by a test; see {@link
 * PrivateServer} and {@link TestNamespace}.
 */
public final class Servers implements BeforeAllCallback, ExecutionCondition {
  private static final boolean FROM_CONTAINERS = Boolean.getBoolean("distributary.containers");
  private static final Map<ServerKind, Endpoint> READY = new EnumMap<>(ServerKind.class);
  private static @Nullable ServerSource source;

  /** For Jupiter. */
  public Servers() {}

  @Override
  public void beforeAll(ExtensionContext context) throws IOException, InterruptedException {
    Optional<Needs> needs =
        AnnotationSupport.findAnnotation(context.getRequiredTestClass(), Needs.class);
    if (needs.isPresent()) {
      for (ServerKind kind : needs.get().value()) {
        source().begin(kind);
      }
      for (ServerKind kind : needs.get().value()) {
        await(kind);
      }
    }
  }

  /** With {@code -Pcontainers}, on a machine without a container engine, tests are skipped. */
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (FROM_CONTAINERS && !Containers.areAvailable()) {
      return ConditionEvaluationResult.disabled("No container engine on this machine");
    }
    return ConditionEvaluationResult.enabled("Servers come from this build, or from containers");
  }

  /** The shared Kafka. */
  public static KafkaAddress kafka() {
    return new KafkaAddress(ready(ServerKind.KAFKA));
  }

  /** The shared MongoDB, or its stand-in. */
  public static MongodbAddress mongodb() {
    return new MongodbAddress(ready(ServerKind.MONGODB));
  }

  /** The shared HBase. */
  public static HbaseAddress hbase() {
    return new HbaseAddress(ready(ServerKind.HBASE));
  }

  /**
   * The shared Neo4j; it has one database, so whoever uses it deletes what is there first, and runs
   * alone.
   */
  public static Neo4jAddress neo4j() {
    return new Neo4jAddress(ready(ServerKind.NEO4J));
  }

  /** The shared Elasticsearch. */
  public static ElasticsearchAddress elasticsearch() {
    return new ElasticsearchAddress(ready(ServerKind.ELASTICSEARCH));
  }

  /** What a shared server has printed so far: for tests that no log shows what people sent. */
  public static String log(ServerKind kind) throws IOException {
    return source().log(kind);
  }

  private static synchronized Endpoint ready(ServerKind kind) {
    Endpoint endpoint = READY.get(kind);
    if (endpoint == null) {
      throw new IllegalStateException("Put @Needs(" + kind + ") on the test class");
    }
    return endpoint;
  }

  private static synchronized void await(ServerKind kind) throws IOException, InterruptedException {
    READY.put(kind, source().await(kind));
  }

  private static synchronized ServerSource source() throws IOException {
    if (source == null) {
      source = FROM_CONTAINERS ? new Containers(ProjectRoot.find()) : Stack.ofThisBuild();
    }
    return source;
  }
}
