package io.distributary.gateway;

import static io.distributary.gateway.FourStores.PARTITIONS;
import static io.distributary.gateway.FourStores.VIEWS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.distributary.gateway.BadEvents.Row;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.servers.ServerKind;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What a stranger's producer appends (FAULTS row 9 and 13), through Kafka into all four stores: all
 * at once, each with a sound neighbour behind it in its partition.
 */
@Needs({
  ServerKind.KAFKA,
  ServerKind.MONGODB,
  ServerKind.HBASE,
  ServerKind.NEO4J,
  ServerKind.ELASTICSEARCH
})
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BadEventsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> TYPES = List.of("Patient", "Condition", "Organization");

  /** What may be left of 3 rounds of bombs, which are more than 60 MB on the wire. */
  private static final long LEFT_OVERS = 48 << 20;

  private static final List<Row> ROWS = BadEvents.all();

  @TempDir private static Path folder;
  private static RunningGateway gateway;
  private static StrangersProducer producer;

  /** Where each row was appended, and its neighbour. */
  private static final Map<String, Sent> SENT = new HashMap<>();

  /** By view, then by resource. */
  private static final Map<String, Map<String, String>> HELD = new LinkedHashMap<>();

  /** By position. */
  private static Map<String, List<Map<String, Object>>> letters;

  private static Version aborted;

  private record Sent(Version event, String neighbour, Version after) {}

  @BeforeAll
  static void start() throws Exception {
    String namespace = TestNamespace.of(BadEventsIT.class).name();
    String kafka = Servers.kafka().bootstrapServers();
    FourStores stores = FourStores.shared(namespace);
    stores.emptyGraph(folder);
    gateway = new RunningGateway(folder, stores.configuration(folder)).ready();
    producer = new StrangersProducer(kafka, namespace, PARTITIONS, Map.of());
    for (Row row : ROWS) {
      SENT.put(row.name(), send(row));
    }
    aborted = abort(kafka, namespace);
    Version last = neighbour(0, "last");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(gateway.lags()).containsOnly("0");
              read();
              assertThat(HELD.get("search")).containsEntry("Patient/last", last.toString());
            });
    letters =
        gateway.list("/dead-letters", "deadLetters").stream()
            .collect(Collectors.groupingBy(letter -> letter.get("position").toString()));
  }

  private static void read() throws Exception {
    for (String view : VIEWS) {
      Map<String, String> held = new HashMap<>();
      for (String type : TYPES) {
        FourStores.held(gateway, view, type)
            .forEach((id, version) -> held.put(type + "/" + id, version));
      }
      HELD.put(view, held);
    }
  }

  private static Sent send(Row row) {
    Version event = append(row.event());
    String neighbour = "n" + SENT.size();
    return new Sent(event, neighbour, neighbour(event.partition(), neighbour));
  }

  private static Version append(RawEvent event) {
    return StrangersProducer.version(
        producer.append(
            producer.partitionOf(event.place()), event.key(), event.headers(), event.value()));
  }

  /** In that partition, whatever its key says: strangers do that. */
  private static Version neighbour(int partition, String id) {
    RawEvent sound = RawEvent.patient(id);
    return StrangersProducer.version(
        producer.append(partition, sound.key(), sound.headers(), sound.value()));
  }

  private static Version abort(String kafka, String namespace) {
    Map<String, Object> transactional =
        Map.of("transactional.id", namespace, "transaction.timeout.ms", 10_000);
    try (StrangersProducer regretful =
        new StrangersProducer(kafka, namespace, PARTITIONS, transactional)) {
      regretful.kafka().initTransactions();
      regretful.kafka().beginTransaction();
      RawEvent event = RawEvent.patient("aborted");
      Future<Version> sent =
          regretful.append(
              producer.partitionOf(event.place()), event.key(), event.headers(), event.value());
      regretful.kafka().flush();
      regretful.kafka().abortTransaction();
      return StrangersProducer.version(sent);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    producer.close();
    gateway.close();
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void everyViewAppliesTheEventOrRefusesItAlikeAndItsNeighbourIsApplied(Row row) {
    // Given
    Sent sent = SENT.get(row.name());

    // When
    List<Map<String, Object>> found = lettersAt(sent.event());

    // Then
    assertThat(HELD.values())
        .allSatisfy(
            view ->
                assertThat(view)
                    .containsEntry("Patient/" + sent.neighbour(), sent.after().toString()));
    switch (row.expected()) {
      case BadEvents.APPLIED -> {
        assertThat(found).isEmpty();
        heldByAll(row.event().id(), sent.event());
      }
      case BadEvents.SKIPPED -> {
        assertThat(found).isEmpty();
        heldByNone(sent.event());
      }
      default -> {
        assertThat(found).extracting(letter -> letter.get("view")).hasSameElementsAs(VIEWS);
        assertThat(found)
            .hasSameSizeAs(VIEWS)
            .allSatisfy(letter -> assertThat(letter).containsEntry("reason", row.expected()));
        assertThat(found.stream().map(BadEventsIT::withoutView).distinct()).hasSize(1);
        heldByNone(sent.event());
      }
    }
  }

  private static Map<String, Object> withoutView(Map<String, Object> letter) {
    Map<String, Object> rest = new HashMap<>(letter);
    rest.keySet().removeAll(Set.of("id", "view", "at"));
    return rest;
  }

  @Test
  void recordOfAnAbortedTransactionIsSeenByNobody() {
    assertThat(lettersAt(aborted)).isEmpty();
    heldByNone(aborted);
  }

  @Test
  void decimalsKeepTheirDigitsInEveryViewThatKeepsContent() throws Exception {
    assertThat(gateway.get("/fhir/Patient/decimals").body())
        .containsSubsequence(BadEvents.DECIMALS);
    assertThat(gateway.get("/fhir/Patient/decimals/_history").body())
        .containsSubsequence(BadEvents.DECIMALS);
  }

  @Test
  void eventOfSixteenMegabytesIsRefusedAtTheDoor() throws Exception {
    // Given
    String large = RawEvent.json("large", ",\"x\":\"" + "x".repeat(16 << 20) + "\"");

    // When
    int status = gateway.put("/fhir/Patient/large", large).statusCode();

    // Then
    assertThat(status).isEqualTo(413);
    assertThat(gateway.get("/fhir/Patient/large").statusCode()).isEqualTo(404);
  }

  @Test
  void bombsLeaveTheHeapFlat() throws Exception {
    // Given: pools of buffers that are as large as they will be
    explode(3);
    long before = usedHeap();

    // When
    explode(3);

    // Then: what a sample or a fetch holds for a moment is given back
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(usedHeap() - before)
                    .as("more than the %d before", before)
                    .isLessThan(LEFT_OVERS));
  }

  /** Returns when all have been through, in the views and in the index of patients. */
  private static void explode(int rounds) {
    List<Version> appended = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      Stream.concat(BadEvents.bombs().stream(), BadEvents.large().stream())
          .forEach(row -> appended.add(append(row.event())));
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(gateway.lags()).containsOnly("0");
              Position patientIndex =
                  Position.decode(gateway.json("/population").get("position").toString());
              assertThat(appended).allMatch(at -> patientIndex.covers(Position.after(at)));
            });
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static List<Map<String, Object>> lettersAt(Version version) {
    return letters.getOrDefault(version.partition() + "@" + version.offset(), List.of());
  }

  private static void heldByAll(ResourceId id, Version version) {
    HELD.forEach(
        (view, held) -> assertThat(held).as(view).containsEntry(id.toString(), version.toString()));
  }

  private static void heldByNone(Version version) {
    HELD.forEach((view, held) -> assertThat(held).as(view).doesNotContainValue(version.toString()));
  }
}
