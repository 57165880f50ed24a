package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.KafkaAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What somebody does to the topic while the gateway runs. Each test has a topic and a gateway of
 * its own, and mostly waits: they run side by side.
 */
@Needs(ServerKind.KAFKA)
class StreamWatchIT {
  @TempDir Path folder;
  private final String namespace = TestNamespace.of(StreamWatchIT.class).name();
  private String kafka;

  @BeforeEach
  void findKafka() {
    kafka = Servers.kafka().bootstrapServers();
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void retentionThatIsSetStopsAllViewsAndWritesUntilItIsMended() throws Exception {
    try (RunningGateway gateway = start()) {
      // Given
      assertThat(put(gateway, "a")).isIn(200, 201);

      // When
      configure("retention.ms", "604800000");

      // Then
      awaitMessage(gateway, "--add-config retention.ms=-1");
      assertThat(state(gateway)).isEqualTo("FAILED");
      assertThat(put(gateway, "b")).isEqualTo(503);
      assertThat(gateway.get("/fhir/Patient/a").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
      configure("retention.ms", "-1");
      await().atMost(Duration.ofSeconds(60)).until(() -> put(gateway, "b") < 300);
      awaitRead(gateway, "b");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void compactionThatIsSetStopsAllViews() throws Exception {
    try (RunningGateway gateway = start()) {
      // When
      configure("cleanup.policy", "compact");

      // Then
      awaitMessage(gateway, "--add-config cleanup.policy=delete");
      assertThat(put(gateway, "a")).isEqualTo(503);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void partitionsThatAreAddedStopAllViews() throws Exception {
    try (RunningGateway gateway = start();
        Admin admin = admin()) {
      // When
      admin
          .createPartitions(Map.of(namespace + ".events", NewPartitions.increaseTo(5)))
          .all()
          .get(10, TimeUnit.SECONDS);

      // Then
      awaitMessage(gateway, "had 4 partitions and has 5 now");
      assertThat(put(gateway, "a")).isEqualTo(503);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void topicThatIsMadeAnewStopsAllViews() throws Exception {
    try (RunningGateway gateway = start();
        Admin admin = admin()) {
      // When
      admin.deleteTopics(List.of(namespace + ".events")).all().get(10, TimeUnit.SECONDS);
      awaitMessage(gateway, "is gone. Restore it");
      NewTopic again =
          new NewTopic(namespace + ".events", 4, (short) 1)
              .configs(
                  Map.of(
                      "retention.ms", "-1",
                      "retention.bytes", "-1",
                      "message.timestamp.type", "LogAppendTime",
                      "max.message.bytes", "16777216"));
      admin.createTopics(List.of(again)).all().get(10, TimeUnit.SECONDS);

      // Then
      awaitMessage(gateway, "is not the one that the views were built from");
      assertThat(put(gateway, "a")).isEqualTo(503);
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void logStartBehindTheCheckpointIsToldAndBeforeItStopsTheView() throws Exception {
    try (RunningGateway gateway = start();
        Admin admin = admin()) {
      // Given
      for (int i = 0; i < 20; i++) {
        put(gateway, "a" + i);
      }
      awaitLag(gateway, "0");

      // When
      deleteRecords(admin);

      // Then
      awaitMessage(gateway, "no view can be built again");
      assertThat(state(gateway)).isEqualTo("RUNNING");
      gateway.post("/views/document/pause");
      await().atMost(Duration.ofSeconds(60)).until(() -> state(gateway), "PAUSED"::equals);
      for (int i = 0; i < 20; i++) {
        put(gateway, "a" + i);
      }
      deleteRecords(admin);
      gateway.post("/views/document/resume");
      awaitMessage(gateway, "no longer has the events that come next");
      assertThat(state(gateway)).isEqualTo("FAILED");
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void transactionThatHangsIsNamedAndOverInTime() throws Exception {
    try (RunningGateway gateway = start()) {
      // Given
      Map<String, Object> properties = producer();
      properties.put("transactional.id", namespace);
      properties.put("transaction.timeout.ms", 10_000);
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
        producer.initTransactions();
        producer.beginTransaction();
        for (int partition = 0; partition < 4; partition++) {
          producer
              .send(
                  new ProducerRecord<>(
                      namespace + ".events",
                      partition,
                      null,
                      "{}".getBytes(StandardCharsets.UTF_8)))
              .get(10, TimeUnit.SECONDS);
        }

        // When
        put(gateway, "a");

        // Then
        awaitMessage(gateway, "transaction is open on partition 0, 1, 2, 3 since");
        awaitRead(gateway, "a");
        awaitMessage(gateway, "");
      }
    }
  }

  @Test
  @Execution(ExecutionMode.CONCURRENT)
  void logThatLostItsEndIsNeverReadOn() throws Exception {
    try (PrivateServer<KafkaAddress> broker = PrivateServer.kafka()) {
      kafka = broker.address().bootstrapServers();
      // Given
      try (RunningGateway gateway = start()) {
        put(gateway, "a");
        awaitLag(gateway, "0");
        broker.stop();
        copyPartitions(broker.data(), folder.resolve("backup"));
        broker.restart();
        await().atMost(Duration.ofSeconds(60)).until(() -> put(gateway, "a") < 300);
        put(gateway, "a");
        awaitLag(gateway, "0");

        // When: the topic comes back as it was, and the checkpoints do not
        broker.stop();
        copyPartitions(folder.resolve("backup"), broker.data());
        broker.restart();

        // Then
        awaitMessage(gateway, "lost its end");
        assertThat(put(gateway, "b")).isEqualTo(503);
      }
    }
  }

  /** The folders of the stream's partitions, in place of those that are there. */
  private void copyPartitions(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(this::isOfThePartitions).toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private boolean isOfThePartitions(Path file) {
    return Files.isRegularFile(file)
        && file.getParent().getFileName().toString().startsWith(namespace + ".events-");
  }

  private RunningGateway start() throws Exception {
    return new RunningGateway(folder, kafka, namespace, "document").ready();
  }

  private static int put(RunningGateway gateway, String id) throws Exception {
    return gateway
        .put("/fhir/Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\"}")
        .statusCode();
  }

  private static Map<String, Object> view(RunningGateway gateway) throws Exception {
    return gateway.list("/views", "views").get(0);
  }

  private static String state(RunningGateway gateway) throws Exception {
    return view(gateway).get("state").toString();
  }

  private static void awaitMessage(RunningGateway gateway, String part) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              String message = view(gateway).get("message").toString();
              if (part.isEmpty()) {
                assertThat(message).isEmpty();
              } else {
                assertThat(message).contains(part);
              }
            });
  }

  private static void awaitLag(RunningGateway gateway, String lag) {
    await().atMost(Duration.ofSeconds(60)).until(() -> gateway.lags().contains(lag));
  }

  private static void awaitRead(RunningGateway gateway, String id) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> gateway.get("/fhir/Patient/" + id).statusCode() == 200);
  }

  private void deleteRecords(Admin admin) throws Exception {
    Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
    for (int partition = 0; partition < 4; partition++) {
      all.put(
          new TopicPartition(namespace + ".events", partition), RecordsToDelete.beforeOffset(-1));
    }
    admin.deleteRecords(all).all().get(10, TimeUnit.SECONDS);
  }

  private void configure(String name, String value) throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, namespace + ".events");
    try (Admin admin = admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic,
                  Set.of(
                      new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET))))
          .all()
          .get(10, TimeUnit.SECONDS);
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka));
  }

  private Map<String, Object> producer() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("bootstrap.servers", kafka);
    properties.put("key.serializer", ByteArraySerializer.class);
    properties.put("value.serializer", ByteArraySerializer.class);
    return properties;
  }
}
