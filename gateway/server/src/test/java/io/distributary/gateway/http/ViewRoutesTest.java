package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Freshness;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.Reservation;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewRoutesTest {
  private static final String ANN =
      "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"multipleBirthInteger\":1.10}";

  private static final int THREADS_OF_A_BULKHEAD = 8;

  private MemoryHub hub = new MemoryHub();

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void allViewsSayHowTheyAre() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> views = hub.get("/views");
    // Then
    assertThat(views.body())
        .startsWith(
            "{\"views\":[{\"name\":\"document\",\"type\":\"memory\",\"state\":\"RUNNING\",\"revision\":1,\"resources\":1,\"lag\":0,\"deadLetters\":0,\"position\":\"MDswPTE\",\"since\":\"2026-03-04T05:06:07.089Z\",\"message\":\"\",\"unansweredSince\":null,\"revisions\":[{\"number\":1,\"live\":true,");
  }

  @Test
  void exactCountsComeFromTheStores() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.put("/fhir/Patient/ann", ANN);
    hub.maintenance.remove("wide-column");
    // When
    String views = hub.get("/views?count=exact").body();
    // Then
    assertThat(views).contains("\"resources\":1,").contains("\"resources\":null,");
    assertThat(views).contains("cannot be reached now");
  }

  @Test
  void aViewShowsAQueryToStartFromAndAnswersIt() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    String view = hub.get("/views/document").body();
    String answer = hub.post("/views/document/query", "{\"type\":\"Patient\"}").body();
    // Then
    assertThat(view).contains("\"example\":\"{\\\"type\\\": \\\"Patient\\\"");
    assertThat(answer)
        .startsWith("{\"view\":\"document\",\"rows\":[{\"resourceType\":\"Patient\"")
        .contains("1.10", "\"truncated\":false", "\"position\":\"MDswPTE\"", "\"tookMillis\":");
  }

  @Test
  void whatAQueryMayNotSayIsToldInTheViewsWords() {
    // Given
    answer(
        (query, context) -> {
          throw new InvalidQueryException("pipeline[1]: $out is not allowed.");
        });
    // When
    HttpResponse<String> refused = hub.post("/views/document/query", "{}");
    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("pipeline[1]: $out is not allowed.");
  }

  @Test
  void aStoreThatIsAwayIsSaidWithoutItsWords() {
    // Given
    answer(
        (query, context) -> {
          throw new Failure(Action.RETRY, new Reason("store-away", "The store is unreachable."))
              .exception(new IllegalStateException("Canary-4711"));
        });
    // When
    HttpResponse<String> away = hub.post("/views/document/query", "{}");
    // Then
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().map()).containsKey("retry-after");
    assertThat(away.body()).doesNotContain("Canary");
  }

  @Test
  void aBugOfAPluginIsSaidWithoutItsWords() {
    // Given
    answer(
        (query, context) -> {
          throw new IllegalStateException("Canary-4711");
        });
    // When
    HttpResponse<String> failed = hub.post("/views/document/query", "{}");
    // Then
    assertThat(failed.statusCode()).isEqualTo(500);
    assertThat(failed.body()).doesNotContain("Canary", "Exception");
  }

  @Test
  void aCallThatHangsIsGivenUpAndHoldsNobodyElseUp() {
    // Given
    hub.close();
    hub = new MemoryHub(Duration.ofMillis(500));
    CountDownLatch released = new CountDownLatch(1);
    answer(
        (query, context) -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new QueryResult.Rows(context).result();
        });
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> hung = hub.post("/views/document/query", "{}");
    // Then
    assertThat(hung.statusCode()).isEqualTo(504);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(200);
    released.countDown();
  }

  @Test
  void callsThatAreGivenUpFreeTheirThreads() {
    // Given
    hub.close();
    hub = new MemoryHub(Duration.ofMillis(300));
    AtomicInteger calls = new AtomicInteger();
    answer(
        (query, context) -> {
          if (calls.incrementAndGet() <= THREADS_OF_A_BULKHEAD) {
            hang();
          }
          return new QueryResult.Rows(context).result();
        });
    // When
    for (int i = 0; i < THREADS_OF_A_BULKHEAD; i++) {
      assertThat(hub.post("/views/document/query", "{}").statusCode()).isEqualTo(504);
    }
    // Then
    assertThat(hub.post("/views/document/query", "{}").statusCode()).isEqualTo(200);
  }

  /** As a driver does that waits for an answer. */
  private static void hang() throws SinkException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new Failure(Action.RETRY, new Reason("interrupted", "It was interrupted."))
          .exception(e);
    }
  }

  @Test
  void anAnswerForWhichThereIsNoMoreMemoryIsTruncatedAndSaysSo() {
    // Given
    hub.close();
    hub = new MemoryHub(Duration.ofSeconds(20), 4L << 20);
    answer(ViewRoutesTest::endless);
    // When
    HttpResponse<String> answer = hub.post("/views/document/query", "{}");
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"truncated\":true,\"cap\":\"budget\"");
    assertThat(answer.body().length()).isBetween(1 << 20, 4 << 20);
    Awaitility.await().untilAsserted(() -> assertThat(hub.budget.held()).isZero());
  }

  private static QueryResult oneRow(int length, ReadContext context) {
    QueryResult.Rows rows = new QueryResult.Rows(context);
    rows.add(Map.of("text", "x".repeat(length)));
    return rows.result();
  }

  /** Rows of 100,000 bytes until no more are taken. */
  private static QueryResult endless(Map<String, Object> query, ReadContext context) {
    QueryResult.Rows rows = new QueryResult.Rows(context);
    boolean wanted = true;
    while (wanted) {
      wanted = rows.add(Map.of("text", "x".repeat(100_000)));
    }
    return rows.result();
  }

  @Test
  void aQueryThatFindsNoMemoryAtAllIsToldToComeAgain() {
    // Given
    hub.close();
    hub = new MemoryHub(Duration.ofSeconds(20), 4L << 20);
    Budget.Share others = hub.budget.open(Budget.BudgetKind.QUERY, "127.0.0.1");
    while (others.growNow(1 << 10)) {
      assertThat(hub.budget.held()).isLessThan(4L << 20);
    }
    answer(ViewRoutesTest::endless);
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> refused = hub.post("/views/document/query", "{}");
    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(refused.headers().map()).containsKey("retry-after");
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).as("a single read").isEqualTo(200);
    others.end();
    assertThat(hub.post("/views/document/query", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void anAnswerWhoseFirstRowFindsNoMemoryIsNoEmptyAnswer() {
    // Given
    hub.close();
    hub = new MemoryHub(Duration.ofSeconds(20), 4L << 20);
    answer((query, context) -> oneRow(4 << 20, context));
    // When
    HttpResponse<String> refused = hub.post("/views/document/query", "{}");
    // Then
    assertThat(refused.statusCode()).isEqualTo(503);
  }

  @Test
  void rowsAndAggregationsAreNotCopiedIntoTheAnswer() {
    // Given
    QueryResult.Rows rows =
        new QueryResult.Rows(
            ReadContext.of("test", Instant.MAX, Clock.systemUTC()).capped(10, 1 << 20));
    rows.add(Map.of("text", "x".repeat(1_000)));
    RawJson aggregations = new RawJson("{\"a\":1.10}".getBytes(StandardCharsets.UTF_8));
    QueryResult result = rows.result(Map.of("aggregations", aggregations));

    // When
    List<ByteBuffer> parts =
        ViewRoutes.json(new Answer<>(new Freshness("search", Optional.empty()), result), 0);

    // Then
    assertThat(parts.stream().map(ByteBuffer::array))
        .anyMatch(array -> array == aggregations.utf8())
        .anyMatch(array -> array == result.pieces().get(0).array());
  }

  @Test
  void aQueryHasTenThousandValuesAndNoMore() {
    // Given
    answer((query, context) -> new QueryResult.Rows(context).result());
    String values = ",0".repeat(9_998);

    // When
    HttpResponse<String> most = hub.post("/views/document/query", "{\"x\":[0" + values + "]}");
    HttpResponse<String> more = hub.post("/views/document/query", "{\"x\":[0,0" + values + "]}");
    HttpResponse<String> deep =
        hub.post("/views/document/query", "{\"x\":" + "[".repeat(64) + "]".repeat(64) + "}");

    // Then
    assertThat(most.statusCode()).isEqualTo(200);
    assertThat(more.statusCode()).isEqualTo(413);
    assertThat(more.body()).contains("10,000 values");
    assertThat(deep.statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100_000})
  void theTreeOfAQueryIsCountedAsLongAsItIsAnswered(int length) {
    // Given
    AtomicLong held = new AtomicLong();
    answer(
        (query, context) -> {
          held.set(hub.budget.held());
          return new QueryResult.Rows(context).result();
        });

    // When
    String text = "x".repeat(length);
    hub.post("/views/document/query", "{\"x\":[\"" + text + "\"" + ",0".repeat(9_000) + "]}");

    // Then
    assertThat(held.get()).isGreaterThan(9_000 * JsonValues.BYTES + length + Reservation.FIRST);
    Awaitility.await().until(() -> hub.budget.held() == 0);
  }

  @Test
  void aRowThatIsTooLargeByItselfIsTheCallers() {
    // Given
    answer((query, context) -> oneRow(17 << 20, context));
    // When
    HttpResponse<String> refused = hub.post("/views/document/query", "{}");
    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("query.maxBytes");
  }

  @Test
  void whatTheFirstViewDoesNotAnswerTheNextOneDoesAndSaysSo() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    Readers readers = hub.readers.get("document");
    hub.readers.put("document", readers.withResource(new HangingReader()));
    // When
    HttpResponse<String> read = hub.get("/fhir/Patient/ann");
    // Then
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.headers().firstValue("Distributary-View")).contains("wide-column");
  }

  @Test
  void aViewThatIsKnownToAnswerNobodyIsAskedLast() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.unanswered.put("document", Instant.EPOCH);
    // When
    HttpResponse<String> read = hub.get("/fhir/Patient/ann");
    // Then
    assertThat(read.headers().firstValue("Distributary-View")).contains("wide-column");
  }

  private static final class HangingReader implements ResourceReader {
    @Override
    public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
      hang();
      return Optional.empty();
    }

    @Override
    public void readAll(
        Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException {
      hang();
    }

    @Override
    public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
        throws SinkException {
      hang();
      return Map.of();
    }
  }

  @Test
  void aViewWithoutALanguageSaysSo() {
    // Given
    hub.readers.put("document", Readers.none());
    // When
    HttpResponse<String> refused = hub.post("/views/document/query", "{}");
    // Then
    assertThat(refused.statusCode()).isEqualTo(501);
  }

  @Test
  void aGatewayWithoutKafkaLivesAndIsNotReady() {
    // Given
    hub.notReady = Optional.of("Kafka cannot be reached.");
    // When
    HttpResponse<String> ready = hub.get("/readyz");
    // Then
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(ready.body()).contains("Kafka cannot be reached.");
    assertThat(hub.get("/livez").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsNameRoutesNeverResources() {
    // Given
    hub.put("/fhir/Patient/secret-id", ANN.replace("ann", "secret-id"));
    hub.get("/fhir/Patient/secret-id");
    // When
    String metrics = hub.get("/metrics").body();
    // Then
    assertThat(metrics)
        .contains("route=\"/fhir/{type}/{id}\"")
        .contains("distributary_query_seconds_count{kind=\"read\",view=\"document\"} 1")
        .contains("# HELP distributary_query_seconds Reads of a view")
        .doesNotContain("secret-id");
  }

  @Test
  void thePageIsWhollyOursAndSaysSo() {
    // When
    HttpResponse<String> page = hub.get("/");
    // Then
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'");
    assertThat(page.body()).doesNotContain("http://", "https://", "<script>", "style=");
    for (String path : List.of("/page.css", "/page.js", "/favicon.svg", "/openapi.json")) {
      assertThat(hub.get(path).statusCode()).isEqualTo(200);
    }
  }

  private interface Answering {
    QueryResult query(Map<String, Object> query, ReadContext context) throws SinkException;
  }

  private void answer(Answering answering) {
    Readers readers = hub.readers.get("document");
    hub.readers.put(
        "document",
        readers.withNativeQuery(
            new NativeQuery() {
              @Override
              public QueryResult query(Map<String, Object> query, ReadContext context)
                  throws SinkException {
                return answering.query(query, context);
              }

              @Override
              public String example() {
                return "{}";
              }
            }));
  }
}
