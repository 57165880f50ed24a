package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.event.Event;
import io.distributary.servers.testing.ElasticsearchAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a server that dies, or blocks, does to what was written; on a server of its own. */
class ElasticsearchFaultIT {
  private static final int BATCH = 50;

  private static PrivateServer<ElasticsearchAddress> server;

  @BeforeAll
  static void startServer() throws Exception {
    server = PrivateServer.elasticsearch();
  }

  @AfterAll
  static void closeServer() throws Exception {
    server.close();
  }

  @Test
  void killedServerLosesNothingThatWasAcknowledged() throws Exception {
    try (Sink<ElasticsearchDocument> sink = TestSinks.open(server.address().url(), "kill")) {
      // Given a sink that writes until its server is gone
      CountDownLatch underWay = new CountDownLatch(20);
      CompletableFuture<Set<ResourceId>> acknowledged =
          CompletableFuture.supplyAsync(() -> writeUntilItFails(sink, underWay));
      underWay.await();

      // When
      server.kill();
      Set<ResourceId> promised = acknowledged.get();
      server.restart();

      // Then
      assertThat(promised).hasSizeGreaterThanOrEqualTo(20 * BATCH);
      assertThat(idsAfterRestart()).containsAll(promised);
    }
  }

  @Test
  void aFrozenServerIsTriedAgainAndThenHoldsEverythingOnce() throws Exception {
    try (Sink<ElasticsearchDocument> opener = TestSinks.open(server.address().url(), "frozen");
        Sink<ElasticsearchDocument> sink =
            TestSinks.open(
                TestSinks.config(server.address().url(), "frozen", Duration.ofSeconds(3)))) {
      // Given
      server.freeze();
      assertRetry(() -> sink.writer().write(batch(sink, 0)));
      ReadContext days =
          ReadContext.of("test", Instant.now().plus(Duration.ofDays(1)), Clock.systemUTC())
              .capped(1, 1);
      assertRetry(() -> sink.maintenance().scan(days, entry -> true));

      // When
      server.thaw();
      WriteResult result = opener.writer().write(batch(opener, 0));

      // Then
      assertThat(result.outcomes()).hasSize(BATCH).containsAnyOf(Outcome.APPLIED, Outcome.STALE);
      assertThat(result.outcomes()).noneMatch(Outcome.Failed.class::isInstance);
      assertThat(TestSinks.scan(opener)).hasSize(BATCH);
    }
  }

  @Test
  void aBlockedIndexIsTriedAgainUntilItTakesWritesAgain() throws Exception {
    try (Sink<ElasticsearchDocument> sink = TestSinks.open(server.address().url(), "block")) {
      // Given the block that Elasticsearch puts on an index when its disk is full
      block("true");

      // When
      WriteResult blocked = sink.writer().write(batch(sink, 0));
      block("null");
      WriteResult again = sink.writer().write(batch(sink, 0));

      // Then
      assertThat(blocked.outcomes())
          .containsOnly(ElasticsearchErrors.BLOCKED.outcome())
          .hasSize(BATCH);
      assertThat(again).isEqualTo(WriteResult.allApplied(BATCH));
    }
  }

  @Test
  void aRemovedIndexStopsTheViewAndIsNotMadeAnewByAWrite() throws Exception {
    try (Sink<ElasticsearchDocument> sink = TestSinks.open(server.address().url(), "gone")) {
      // Given
      sink.maintenance().drop();

      // Then
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> sink.writer().write(batch(sink, 0)))
            .isInstanceOfSatisfying(
                SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP));
      }
    }
  }

  private static void assertRetry(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
  }

  private static Set<ResourceId> writeUntilItFails(
      Sink<ElasticsearchDocument> sink, CountDownLatch underWay) {
    Set<ResourceId> acknowledged = new HashSet<>();
    try {
      for (int i = 0; ; i++) {
        List<Projected<ElasticsearchDocument>> batch = batch(sink, i);
        assertThat(sink.writer().write(batch)).isEqualTo(WriteResult.allApplied(BATCH));
        batch.forEach(projected -> acknowledged.add(projected.id()));
        underWay.countDown();
      }
    } catch (SinkException e) {
      assertThat(e.action()).isEqualTo(Action.RETRY);
      return acknowledged;
    }
  }

  private static List<Projected<ElasticsearchDocument>> batch(
      Sink<ElasticsearchDocument> sink, int number) {
    Event[] events =
        IntStream.range(number * BATCH, (number + 1) * BATCH)
            .mapToObj(
                i -> TestEvents.updated(i, "{\"resourceType\":\"Basic\",\"id\":\"b" + i + "\"}"))
            .toArray(Event[]::new);
    return TestEvents.projected(sink, events);
  }

  private static Set<ResourceId> idsAfterRestart() throws SinkException {
    try (Sink<ElasticsearchDocument> sink = TestSinks.open(server.address().url(), "kill")) {
      Set<ResourceId> ids = new HashSet<>();
      for (ViewEntry entry : TestSinks.scan(sink)) {
        ids.add(ResourceId.parse(entry.name()));
      }
      return ids;
    }
  }

  private static void block(String value) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.address().url() + "/block_resources_r1/_settings"))
            .header("Content-Type", "application/json")
            .PUT(
                HttpRequest.BodyPublishers.ofString(
                    "{\"index.blocks.read_only_allow_delete\":" + value + "}"))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
  }
}
