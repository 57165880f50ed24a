package io.distributary.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.distributary.gateway.log.StreamException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.PartitionKeys;
import io.distributary.schemas.fhir.Resource;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Needs(ServerKind.KAFKA)
class GatewayIT {
  private static final int PARTITIONS = 4;
  private static final Pattern METRIC = Pattern.compile("distributary_[a-z_]+");

  @TempDir Path folder;
  private final String namespace = TestNamespace.of(GatewayIT.class).name();
  private String kafka;

  @BeforeEach
  void findKafka() {
    kafka = Servers.kafka().bootstrapServers();
  }

  @Test
  void writtenResourceIsReadFromEveryViewAndItsHistoryKept() throws Exception {
    try (RunningGateway gateway = start("document", "other")) {
      // Given
      gateway.put("/fhir/Patient/a", patient("a", "One"));

      // When
      assertThat(gateway.put("/fhir/Patient/a", patient("a", "Two")).headers().firstValue("ETag"))
          .isPresent();
      quiet(gateway);

      // Then
      assertThat(gateway.get("/fhir/Patient/a").body()).contains("Two");
      assertThat(gateway.list("/fhir/Patient/a/_history", "entry")).hasSize(2);
      assertThat(gateway.list("/views?count=exact", "views"))
          .extracting(view -> view.get("resources").toString())
          .containsExactly("1", "1");
    }
  }

  @Test
  void deletedResourceIsGoneAndCanBeMadeAnew() throws Exception {
    try (RunningGateway gateway = start("document")) {
      // Given
      gateway.put("/fhir/Patient/a", patient("a", "One"));
      quiet(gateway);

      // When
      int deleted = gateway.delete("/fhir/Patient/a").statusCode();
      quiet(gateway);
      int gone = gateway.get("/fhir/Patient/a").statusCode();
      gateway.put("/fhir/Patient/a", patient("a", "Two"));
      quiet(gateway);

      // Then
      assertThat(deleted).isIn(200, 204);
      assertThat(gone).isEqualTo(410);
      assertThat(gateway.get("/fhir/Patient/a").body()).contains("Two");
    }
  }

  @Test
  void poisonBecomesADeadLetterInEachViewAndAGoodVersionSupersedesIt() throws Exception {
    try (RunningGateway gateway = start("document", "other")) {
      // Given
      append(
          "Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\",\"name\":[{\"family\":\"Canary");
      append("Patient/n", patient("n", "Neighbour"));
      quiet(gateway);

      // When
      List<Map<String, Object>> letters = gateway.list("/dead-letters", "deadLetters");
      append("Patient/p", patient("p", "Healed"));
      quiet(gateway);

      // Then
      assertThat(letters)
          .extracting(letter -> letter.get("view"))
          .containsExactlyInAnyOrder("document", "other");
      assertThat(letters)
          .allSatisfy(
              letter ->
                  assertThat(letter)
                      .containsEntry("subject", "Patient/p")
                      .containsEntry("reason", "malformed-json")
                      .containsEntry("superseded", false));
      assertThat(letters.toString()).doesNotContain("Canary");
      assertThat(gateway.get("/fhir/Patient/n").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/fhir/Patient/p").body()).contains("Healed");
      assertThat(gateway.list("/dead-letters", "deadLetters"))
          .hasSize(2)
          .allSatisfy(letter -> assertThat(letter).containsEntry("superseded", true));
    }
  }

  @Test
  void plantedCanaryAppearsInNoLogMetricLetterOrError() throws Exception {
    ListAppender<ILoggingEvent> logs = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    logs.start();
    root.addAppender(logs);
    try (RunningGateway gateway = start("document")) {
      // Given
      append("Patient/a", "{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":\"Canary");
      append(
          "Patient/b",
          "{\"resourceType\":\"Patient\",\"id\":\"b\",\"birthDate\":\"2001-02-30\",\"x\":\"Canary\"}");
      append("Patient/c", patient("d", "Canary"));

      // When
      List<String> answers =
          List.of(
              gateway.put("/fhir/Patient/e", "{\"Canary").body(),
              gateway.put("/fhir/Patient/e", patient("f", "Canary")).body(),
              gateway.put("/fhir/Patient/e?name=Canary", patient("e", "Canary")).body(),
              gateway.get("/fhir/Patient?name=Canary").body());
      quiet(gateway);

      // Then
      assertThat(gateway.list("/dead-letters", "deadLetters")).hasSize(3);
      assertThat(
              gateway.get("/dead-letters").body()
                  + gateway.get("/metrics").body()
                  + gateway.get("/views").body())
          .doesNotContain("Canary");
      assertThat(answers)
          .allSatisfy(
              answer -> assertThat(answer).contains("OperationOutcome").doesNotContain("Canary"));
      assertThat(logs.list)
          .isNotEmpty()
          .allSatisfy(line -> assertThat(everythingOf(line)).doesNotContain("Canary"));
    } finally {
      root.detachAppender(logs);
    }
  }

  @Test
  void eventOfAnUnknownTypeIsSkipped() throws Exception {
    try (RunningGateway gateway = start("document")) {
      // When
      append("Patient/x", patient("x", "X"), "com.example.something.else");
      quiet(gateway);

      // Then
      assertThat(gateway.get("/fhir/Patient/x").statusCode()).isEqualTo(404);
      assertThat(gateway.list("/dead-letters", "deadLetters")).isEmpty();
      assertThat(gateway.get("/metrics").body())
          .contains("distributary_view_events_total{outcome=\"skipped\",view=\"document\"} 1.0");
    }
  }

  @Test
  void secondGatewayTakesAShareAndAllOfItWhenTheFirstLeaves() throws Exception {
    try (RunningGateway second = start("document")) {
      try (RunningGateway first =
          new RunningGateway(
                  Files.createDirectory(folder.resolve("first")), kafka, namespace, "document")
              .ready()) {
        await().atMost(Duration.ofSeconds(40)).until(() -> owners() == 2);
        for (int i = 0; i < 40; i++) {
          append("Patient/a" + i, patient("a" + i, "A"));
        }
        quiet(first);
        assertThat(found(first) + found(second)).isEqualTo(40);
        assertThat(found(first)).isBetween(1, 39);
      }

      // When
      for (int i = 0; i < 40; i++) {
        append("Patient/a" + i, patient("a" + i, "B"));
      }
      quiet(second);

      // Then
      assertThat(found(second)).isEqualTo(40);
    }
  }

  @Test
  void restartedGatewayGoesOnAtItsCheckpoint() throws Exception {
    // Given
    try (RunningGateway before = start("document")) {
      before.put("/fhir/Patient/a", patient("a", "One"));
      quiet(before);
    }

    // When: the memory of the next one is empty, so what it holds was delivered to it
    try (RunningGateway after = start("document")) {
      after.put("/fhir/Patient/b", patient("b", "Two"));
      quiet(after);

      // Then
      assertThat(after.get("/fhir/Patient/b").statusCode()).isEqualTo(200);
      assertThat(after.get("/fhir/Patient/a").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void streamThatWouldForgetIsRefusedWithTheSentenceThatMendsIt() throws Exception {
    // Given
    start("document").close();
    try (Admin admin = admin()) {
      ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, namespace + ".events");
      AlterConfigOp shorten =
          new AlterConfigOp(new ConfigEntry("retention.ms", "604800000"), AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(Map.of(topic, List.of(shorten)))
          .all()
          .get(10, TimeUnit.SECONDS);
    }

    // When
    Throwable refused = refusal();

    // Then
    assertThat(refused)
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("--add-config retention.ms=-1");
  }

  @Test
  void partitionsAddedBehindOurBackAreRefused() throws Exception {
    // Given
    start("document").close();
    try (Admin admin = admin()) {
      admin
          .createPartitions(Map.of(namespace + ".events", NewPartitions.increaseTo(PARTITIONS + 1)))
          .all()
          .get(10, TimeUnit.SECONDS);
    }

    // When
    Throwable refused = refusal();

    // Then
    assertThat(refused)
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("had 4 partitions and has 5 now");
  }

  private RunningGateway start(String... views) throws Exception {
    return new RunningGateway(folder, kafka, namespace, views).ready();
  }

  private Throwable refusal() throws Exception {
    try (RunningGateway gateway = new RunningGateway(folder, kafka, namespace, "document")) {
      await().atMost(Duration.ofSeconds(60)).until(() -> gateway.started().isComplete());
      return gateway.started().cause();
    }
  }

  private static void quiet(RunningGateway gateway) {
    await().atMost(Duration.ofSeconds(60)).until(gateway::isQuiet);
  }

  private static String everythingOf(ILoggingEvent line) {
    return line.getFormattedMessage()
        + (line.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(line.getThrowableProxy()));
  }

  private static int found(RunningGateway gateway) throws Exception {
    int found = 0;
    for (int i = 0; i < 40; i++) {
      found += gateway.get("/fhir/Patient/a" + i).statusCode() == 200 ? 1 : 0;
    }
    return found;
  }

  private long owners() throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeConsumerGroups(List.of(namespace + ".document.r1"))
          .all()
          .get(10, TimeUnit.SECONDS)
          .get(namespace + ".document.r1")
          .members()
          .stream()
          .filter(member -> !member.assignment().topicPartitions().isEmpty())
          .count();
    }
  }

  private Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", kafka));
  }

  private void append(String subject, String json) throws Exception {
    append(subject, json, Change.UPDATED.type());
  }

  /** As a stranger's producer does it: whatever the bytes are. */
  private void append(String subject, String json, String type) throws Exception {
    ResourceId id = ResourceId.parse(subject);
    EncodedEvent sound =
        EventCodec.encode(
            Change.UPDATED, UUID.randomUUID().toString(), "urn:test", id, Resource.tombstone(id));
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            namespace + ".events",
            PartitionKeys.partitionOf(id, PARTITIONS),
            sound.key(),
            json.getBytes(StandardCharsets.UTF_8));
    sound
        .headers()
        .forEach(
            header ->
                record
                    .headers()
                    .add(
                        header.name(),
                        header.name().equals("ce_type")
                            ? type.getBytes(StandardCharsets.UTF_8)
                            : header.value()));
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            kafka,
            "key.serializer",
            ByteArraySerializer.class,
            "value.serializer",
            ByteArraySerializer.class);
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
      producer.send(record).get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void everyMetricThatAPageAnAlertOrTheDashboardNamesIsThere() throws Exception {
    try (RunningGateway gateway = start("document")) {
      // Given
      gateway.put("/fhir/Patient/a", patient("a", "One"));
      quiet(gateway);
      gateway.get("/fhir/Patient/a");

      // When
      String metrics = gateway.get("/metrics").body();

      // Then
      assertThat(namedMetrics())
          .hasSizeGreaterThan(10)
          .allSatisfy(name -> assertThat(metrics).contains(name));
      assertThat(families(metrics, "# TYPE ")).isNotEmpty().isEqualTo(families(metrics, "# HELP "));
    }
  }

  /** Our own metrics of which a scrape says something; empty words are none. */
  private static Set<String> families(String metrics, String what) {
    return metrics
        .lines()
        .filter(line -> line.startsWith(what + "distributary_"))
        .map(line -> line.substring(what.length()).split(" ", 2))
        .filter(parts -> parts.length == 2 && !parts[1].isBlank())
        .map(parts -> parts[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> namedMetrics() throws IOException {
    Path root = Path.of(System.getProperty("distributary.root"));
    Set<String> names = new TreeSet<>();
    for (String page :
        List.of(
            "docs/operations.md",
            "compose/monitoring/alerts.yaml",
            "compose/monitoring/dashboard.json")) {
      METRIC
          .matcher(Files.readString(root.resolve(page)))
          .results()
          .forEach(found -> names.add(found.group()));
    }
    return names;
  }

  private static String patient(String id, String family) {
    return "{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\",\"name\":[{\"family\":\""
        + family
        + "\"}]}";
  }
}
