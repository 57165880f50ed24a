package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.servers.testing.MongodbAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.sink.Action;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.TypeReader;
import io.distributary.sink.tck.CountedMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MongoFaultIT {
  private static PrivateServer<MongodbAddress> server;
  private static Sink<MongoDocument> sink;

  @BeforeAll
  static void start() throws Exception {
    server = PrivateServer.mongodb();
    Duration soon = Duration.ofSeconds(2);
    MongoConfig config =
        new MongoConfig(server.address().uri(), "faults", null, null, soon, soon, soon, soon);
    sink =
        new MongoPlugin()
            .open(config, new SinkContext(RevisionId.first("document"), Clock.systemUTC()));
  }

  @AfterAll
  static void stop() throws Exception {
    sink.close();
    server.close();
  }

  @Test
  void aKilledStoreHasEverythingThatItAcknowledged() throws Exception {
    // Given
    Map<ResourceId, Version> acknowledged = new ConcurrentHashMap<>();
    CountDownLatch underWay = new CountDownLatch(10);
    ExecutorService writer = Executors.newSingleThreadExecutor();
    Future<Action> end = writer.submit(() -> writeUntilItFails(acknowledged, underWay));
    underWay.await();

    // When
    server.kill();
    Action said = end.get();
    writer.shutdown();
    server.restart();

    // Then
    assertThat(said).isEqualTo(Action.RETRY);
    Map<ResourceId, ResourceHead> heads =
        reader().heads(acknowledged.keySet(), context(Duration.ofSeconds(60)));
    assertThat(heads).hasSameSizeAs(acknowledged).hasSizeGreaterThanOrEqualTo(1_000);
    acknowledged.forEach(
        (id, version) -> assertThat(heads.get(id).version()).as(id.toString()).isEqualTo(version));
  }

  private static Action writeUntilItFails(
      Map<ResourceId, Version> acknowledged, CountDownLatch underWay) {
    for (int n = 1; ; n++) {
      List<Projected<MongoDocument>> batch = batch("kill", n, 100);
      try {
        assertThat(sink.writer().write(batch).outcomes()).containsOnly(Outcome.APPLIED);
      } catch (SinkException e) {
        return e.action();
      }
      batch.forEach(item -> acknowledged.put(item.id(), item.version()));
      underWay.countDown();
    }
  }

  @Test
  void aFrozenStoreIsWaitedForNoLongerThanSaid() throws Exception {
    // Given
    List<Projected<MongoDocument>> batch = batch("freeze", 1, 10);
    sink.writer().write(batch);
    server.freeze();

    // When, Then
    try {
      NativeQuery query = sink.readers().nativeQuery().orElseThrow();
      ResourceId id = batch.get(0).id();
      assertRetry(() -> query.query(Map.of("collection", "Patient"), context(soon())));
      assertRetry(() -> reader().read(id, context(soon())));
      assertRetry(() -> sink.maintenance().count(context(soon())));
      assertRetry(() -> sink.maintenance().scan(context(Duration.ofDays(1)), entry -> true));
      assertRetry(() -> types().type("Patient", context(Duration.ofDays(1)), any -> true));
      assertRetry(() -> sink.writer().write(batch("freeze", 2, 10)));
    } finally {
      server.thaw();
    }
    assertThat(sink.writer().write(batch("freeze", 3, 10)).outcomes())
        .containsOnly(Outcome.APPLIED);
  }

  @Test
  void moreThanOneAnswerOfTheServerCanHoldIsScannedAndReadAndQueried() throws Exception {
    // Given
    String text = "x".repeat(300_000);
    for (int i = 0; i < 200; i++) {
      sink.writer()
          .write(
              List.of(
                  Events.projected(
                      Events.updated(
                          "{\"resourceType\":\"Basic\",\"id\":\"b%d\",\"x\":\"%s\"}"
                              .formatted(i, text),
                          1))));
    }

    // When
    AtomicInteger seen = new AtomicInteger();
    sink.maintenance()
        .scan(
            context(Duration.ofMinutes(1)),
            entry -> entry.name().startsWith("Patient/") || seen.incrementAndGet() > 0);
    List<byte[]> read = new ArrayList<>();
    types().type("Basic", context(Duration.ofMinutes(1)), basic -> read.add(basic.json()));
    List<ResourceId> ids =
        IntStream.range(0, 200).mapToObj(i -> new ResourceId("Basic", "b" + i)).toList();
    ReadContext scarce = context(Duration.ofMinutes(1)).within(new CountedMemory(1 << 20));
    List<ResourceId> together = new ArrayList<>();
    reader().readAll(ids, context(Duration.ofMinutes(1)), b -> together.add(b.head().id()));
    List<ResourceId> oneByOne = new ArrayList<>();
    reader().readAll(ids, scarce, b -> oneByOne.add(b.head().id()));
    QueryResult found =
        sink.readers()
            .nativeQuery()
            .orElseThrow()
            .query(
                Map.of("collection", "Basic"),
                ReadContext.of("test", Instant.now().plusSeconds(60), Clock.systemUTC())
                    .capped(1_000, 128L << 20));

    // Then
    assertThat(seen).hasValue(200);
    assertThat(read).hasSize(200).allMatch(json -> json.length > text.length());
    assertThat(together).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(oneByOne).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(found.rows()).hasSize(200);
  }

  private static void assertRetry(Attempt attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
  }

  private interface Attempt {
    void run() throws Exception;
  }

  private static List<Projected<MongoDocument>> batch(String name, int n, int size) {
    return IntStream.range(0, size)
        .mapToObj(i -> "{\"resourceType\":\"Patient\",\"id\":\"" + name + n + "-" + i + "\"}")
        .map(json -> Events.projected(Events.updated(json, n)))
        .toList();
  }

  private static TypeReader types() {
    return sink.readers().type().orElseThrow();
  }

  private static ResourceReader reader() {
    return sink.readers().resource().orElseThrow();
  }

  private static Duration soon() {
    return Duration.ofMillis(300);
  }

  private static ReadContext context(Duration left) {
    return ReadContext.of("test", Instant.now().plus(left), Clock.systemUTC()).capped(100, 1 << 20);
  }
}
