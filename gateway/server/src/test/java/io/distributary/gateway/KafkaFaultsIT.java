package io.distributary.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.servers.testing.KafkaAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.TestNamespace;
import java.lang.management.ManagementFactory;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with two views whose own Kafka is killed, frozen, and will not take dead letters. */
class KafkaFaultsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARTITIONS = 4;
  private static final int WRITERS = 4;

  /** At least; FAULTS row 1 wants a minute, which the profile {@code full} gives it. */
  private static final Duration AWAY =
      Duration.ofSeconds(Boolean.getBoolean("distributary.faults.all") ? 60 : 1);

  private static PrivateServer<KafkaAddress> kafka;

  @TempDir private Path folder;
  private final String namespace = TestNamespace.of(KafkaFaultsIT.class).name();
  private RunningGateway gateway;

  /** What was acknowledged: the newest version of each Patient. */
  private final Map<String, Version> acknowledged = new ConcurrentHashMap<>();

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = PrivateServer.kafka();
  }

  @AfterAll
  static void stopKafka() throws Exception {
    kafka.close();
  }

  @BeforeEach
  void start() throws Exception {
    gateway = new RunningGateway(folder, bootstrap(), namespace, "document", "other").ready();
  }

  @AfterEach
  void stop() throws Exception {
    gateway.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  @Test
  void killedBrokerLosesNothingAndDoublesNothing() throws Exception {
    brokerIsAway(kafka::kill, kafka::restart);
  }

  @Test
  void frozenBrokerLosesNothingAndDoublesNothing() throws Exception {
    brokerIsAway(kafka::freeze, kafka::thaw);
  }

  private void brokerIsAway(Step begin, Step end) throws Exception {
    // Given
    write("before");
    quiet();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    List<Future<Set<Integer>>> load = new ArrayList<>();

    // When
    for (int i = 0; i < WRITERS; i++) {
      String name = "w" + i;
      load.add(writers.submit(() -> writeUntil(enough, name)));
    }
    await().atMost(PATIENCE).until(() -> acknowledged.size() > 20 * WRITERS);
    begin.run();
    try {
      assertThat(put("refused").statusCode()).isEqualTo(503);

      // Then
      await()
          .during(AWAY)
          .atMost(PATIENCE)
          .until(() -> gateway.get("/fhir/Patient/before").statusCode() == 200);
      assertThat(gateway.get("/livez").statusCode()).isEqualTo(200);
      assertThat(gateway.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(gateway.lags()).containsOnly("null");
      assertThat(looksAtTheStream()).isLessThanOrEqualTo(1);
    } finally {
      end.run();
    }
    await().atMost(PATIENCE).until(() -> put("after").statusCode() < 300);
    enough.set(true);
    for (Future<Set<Integer>> writer : load) {
      assertThat(writer.get(1, TimeUnit.MINUTES)).isSubsetOf(200, 201, 503);
    }
    writers.shutdown();
    quiet();
    everyViewIsTheFoldOfTheLog();
    assertThat(gateway.get("/readyz").statusCode()).isEqualTo(200);
  }

  /** The broker takes it, and answers when the producer has given up waiting and asks again. */
  @Test
  void appendThatIsAskedForAgainStandsOnceInTheLog() throws Exception {
    // Given
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Future<Set<Integer>> load = writer.submit(() -> writeUntil(enough, "w"));
    await().atMost(PATIENCE).until(() -> acknowledged.size() > 20);
    double before = recordsAskedForAgain();

    // When
    kafka.freeze();
    try {
      await().atMost(PATIENCE).until(() -> recordsAskedForAgain() > before);
    } finally {
      kafka.thaw();
    }

    // Then
    enough.set(true);
    assertThat(load.get(1, TimeUnit.MINUTES)).isSubsetOf(200, 201);
    writer.shutdown();
    quiet();
    everyViewIsTheFoldOfTheLog();
  }

  /** By all producers of the gateway, as Kafka's client counts them. */
  private static double recordsAskedForAgain() throws Exception {
    MBeanServer metrics = ManagementFactory.getPlatformMBeanServer();
    double sum = 0;
    for (ObjectName producer :
        metrics.queryNames(
            new ObjectName("kafka.producer:type=producer-metrics,client-id=*"), null)) {
      sum += (double) metrics.getAttribute(producer, "record-retry-total");
    }
    return sum;
  }

  /** Threads that look after the stream: were a look begun while another waits, all would. */
  private static long looksAtTheStream() {
    return Thread.getAllStackTraces().values().stream()
        .filter(
            stack ->
                Stream.of(stack).anyMatch(frame -> frame.getClassName().endsWith(".StreamWatch")))
        .count();
  }

  /** Each under an id of its own; what was not acknowledged is not sent again. */
  private Set<Integer> writeUntil(AtomicBoolean enough, String name) throws Exception {
    Set<Integer> answers = new HashSet<>();
    for (int i = 0; !enough.get(); i++) {
      answers.add(write(name + "-" + i % 200));
    }
    return answers;
  }

  /** The stream is looked after every few seconds, while events are appended and read. */
  @Test
  void loadIsNeverTakenForALossOfTheLogsEnd() throws Exception {
    // Given
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    List<Future<Set<Integer>>> load = new ArrayList<>();

    // When
    for (int i = 0; i < WRITERS; i++) {
      String name = "w" + i;
      load.add(writers.submit(() -> writeUntil(enough, name)));
    }
    await()
        .pollInterval(Duration.ofMillis(200))
        .during(Duration.ofSeconds(10))
        .atMost(PATIENCE)
        .until(() -> gateway.list("/views", "views"), KafkaFaultsIT::allRun);
    enough.set(true);

    // Then
    for (Future<Set<Integer>> writer : load) {
      assertThat(writer.get(1, TimeUnit.MINUTES)).isSubsetOf(200, 201);
    }
    writers.shutdown();
    quiet();
    everyViewIsTheFoldOfTheLog();
  }

  private static boolean allRun(List<Map<String, Object>> views) {
    return views.stream().noneMatch(view -> view.get("state").equals("FAILED"));
  }

  /** FAULTS row 10. */
  @Test
  void deadLetterThatCannotBeWrittenHoldsUpItsViewAndNothingIsSkipped() throws Exception {
    try (StrangersProducer stranger =
        new StrangersProducer(bootstrap(), namespace, PARTITIONS, Map.of())) {
      // Given
      ResourceId poisoned = new ResourceId("Patient", "poisoned");
      write("before");
      quiet();
      setLettersLimit(OpType.SET);

      // When
      StrangersProducer.version(stranger.update(poisoned, poisoned, "{".getBytes(UTF_8)));
      StrangersProducer.version(
          stranger.update(poisoned, poisoned, patient("poisoned").getBytes(UTF_8)));

      // Then
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(gateway.list("/views", "views"))
                      .allSatisfy(
                          view -> {
                            assertThat(view).containsEntry("state", "RETRYING");
                            assertThat(view.get("message"))
                                .asString()
                                .contains("Dead letters cannot be written");
                            assertThat(view.get("lag").toString()).isNotEqualTo("0");
                          }));
      assertThat(gateway.list("/dead-letters", "deadLetters")).isEmpty();
      setLettersLimit(OpType.DELETE);
      quiet();
      assertThat(gateway.list("/dead-letters", "deadLetters"))
          .hasSize(2)
          .allSatisfy(letter -> assertThat(letter).containsEntry("reason", "malformed-json"));
      assertThat(gateway.get("/fhir/Patient/poisoned").statusCode()).isEqualTo(200);
    }
  }

  private void setLettersLimit(OpType operation) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap()))) {
      ConfigResource letters =
          new ConfigResource(ConfigResource.Type.TOPIC, namespace + ".dead-letters");
      AlterConfigOp limit = new AlterConfigOp(new ConfigEntry("max.message.bytes", "1"), operation);
      admin
          .incrementalAlterConfigs(Map.of(letters, List.of(limit)))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  private void everyViewIsTheFoldOfTheLog() throws Exception {
    Map<String, Version> newest = new HashMap<>();
    Map<String, String> fold = new TreeMap<>();
    Set<String> events = new HashSet<>();
    for (ConsumerRecord<byte[], byte[]> record : log()) {
      String id = new String(record.key(), UTF_8).substring("Patient/".length());
      newest.put(id, Version.of(0, record.offset(), record.partition()));
      fold.put(id, family(Json.parseObject(record.value(), JsonLimits.RESOURCE)));
      String event = new String(record.headers().lastHeader("ce_id").value(), UTF_8);
      assertThat(events.add(event)).as("%s stands once in the log", event).isTrue();
    }
    acknowledged.forEach(
        (id, version) -> assertThat(newest.get(id)).as(id).isGreaterThanOrEqualTo(version));
    for (String view : List.of("document", "other")) {
      assertThat(held(view)).as(view).isEqualTo(fold);
    }
    assertThat(gateway.list("/dead-letters", "deadLetters")).isEmpty();
  }

  private Map<String, String> held(String view) throws Exception {
    HttpResponse<String> answer = gateway.query(view, "{\"type\":\"Patient\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    Map<String, String> held = new TreeMap<>();
    for (Map<String, Object> row : GatewayClient.rows(answer)) {
      held.put(String.valueOf(row.get("id")), family(row));
    }
    return held;
  }

  private static String family(Map<String, Object> patient) {
    Map<?, ?> name = (Map<?, ?>) ((List<?>) patient.get("name")).get(0);
    return String.valueOf(name.get("family"));
  }

  private List<ConsumerRecord<byte[], byte[]>> log() {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            bootstrap(),
            "key.deserializer",
            ByteArrayDeserializer.class,
            "value.deserializer",
            ByteArrayDeserializer.class);
    try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
      List<TopicPartition> all =
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(namespace + ".events", partition))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(all));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofSeconds(1)).forEach(records::add);
      }
      return records;
    }
  }

  private int write(String id) throws Exception {
    HttpResponse<String> answer = put(id);
    if (answer.statusCode() < 300) {
      String tag = answer.headers().firstValue("ETag").orElseThrow();
      acknowledged.merge(
          id, Version.parse(tag.replaceAll("[^0-9]", "")), (a, b) -> a.compareTo(b) > 0 ? a : b);
    }
    return answer.statusCode();
  }

  private HttpResponse<String> put(String id) throws Exception {
    return gateway.put("/fhir/Patient/" + id, patient(id));
  }

  private static String patient(String id) {
    return "{\"resourceType\":\"Patient\",\"id\":\""
        + id
        + "\",\"name\":[{\"family\":\""
        + UUID.randomUUID()
        + "\"}]}";
  }

  private void quiet() {
    await().atMost(PATIENCE).until(gateway::isQuiet);
  }

  private static String bootstrap() {
    return kafka.address().bootstrapServers();
  }
}
