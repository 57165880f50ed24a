package io.distributary.sinks.elasticsearch;

import static io.distributary.sinks.elasticsearch.FakeElasticsearch.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.Action;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The caps hold while an answer comes in, whatever a server sends: here one that never ends. */
@Timeout(60)
class ElasticsearchCapsTest {
  private static final String START =
      "{\"took\":1,\"timed_out\":false,\"hits\":{\"total\":{\"value\":7,\"relation\":\"eq\"},\"hits\":[";
  private static final Map<String, Object> AGGREGATED =
      Map.of("size", 0, "aggs", Map.of("a", Map.of("avg", Map.of("field", "version"))));
  private static final String WORDS = "word ".repeat(2_000);

  /** A budget that counts what is held now, and what was held at most. */
  private static final class Budget implements Reservation {
    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();

    private final long alone;

    Budget(long most) {
      this(most, Long.MAX_VALUE);
    }

    Budget(long most, long alone) {
      this.most = most;
      this.alone = alone;
    }

    @Override
    public long most() {
      return alone;
    }

    @Override
    public boolean grow(long bytes) {
      if (held.get() + bytes > most) {
        return false;
      }
      peak.accumulateAndGet(held.addAndGet(bytes), Math::max);
      return true;
    }

    @Override
    public void shrink(long bytes) {
      held.addAndGet(-bytes);
    }
  }

  private static ReadContext context(long maxBytes, Reservation reservation) {
    return new ReadContext("test", Instant.now().plusSeconds(50), 10_000, maxBytes, reservation);
  }

  private static void hitsForEver(OutputStream out) throws IOException {
    text(out, START);
    for (int i = 0; ; i++) {
      text(out, (i == 0 ? "" : ",") + "{\"_id\":\"Basic/" + i + "\",\"_source\":{\"text\":\"");
      text(out, WORDS + "\"}}");
    }
  }

  private static void oneHitForEver(OutputStream out) throws IOException {
    text(out, START + "{\"_id\":\"Basic/1\",\"_source\":{\"text\":\"");
    while (true) {
      text(out, WORDS);
    }
  }

  private static void bucketsForEver(OutputStream out) throws IOException {
    text(out, START + "]},\"aggregations\":{\"a\":{\"buckets\":[1.10");
    while (true) {
      text(out, ",{\"key\":\"" + WORDS + "\"}");
    }
  }

  @Test
  void rowsEndAtMaxBytesAndTheRestIsNotWaitedFor() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::hitsForEver)) {
      // When
      QueryResult result =
          server.query().query(Map.of(), context(1 << 20, Reservation.unbounded()));

      // Then
      assertThat(result.cap()).contains(QueryResult.Cap.MAX_BYTES);
      assertThat(result.count()).isGreaterThan(90);
      assertThat(result.more()).hasToString("{total=7}");
      assertThat(server.answered().get()).isFalse();
    }
  }

  @Test
  void rowsEndWhereThereIsNoMoreMemory() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::hitsForEver)) {
      // Given
      Budget budget = new Budget(1 << 20);

      // When
      QueryResult result = server.query().query(Map.of(), context(1 << 30, budget));

      // Then
      assertThat(result.cap()).contains(QueryResult.Cap.BUDGET);
      assertThat(result.count()).isGreaterThan(90);
      assertThat(server.answered().get()).isFalse();
    }
  }

  @Test
  void oneRowTakesItsMemoryBeforeItIsThere() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::oneHitForEver)) {
      // Given
      Budget budget = new Budget(8 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(Map.of(), context(1 << 30, budget)))
          .isInstanceOf(BudgetExceededException.class);
      assertThat(budget.peak.get()).isEqualTo(8 << 20);
      assertThat(budget.held.get()).isZero();
      assertThat(server.answered().get()).isFalse();
    }
  }

  @Test
  void oneRowLongerThanTheAnswerIsLeftOut() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::oneHitForEver)) {
      // When
      QueryResult result =
          server.query().query(Map.of(), context(1 << 20, Reservation.unbounded()));

      // Then
      assertThat(result.cap()).contains(QueryResult.Cap.MAX_BYTES);
      assertThat(result.count()).isZero();
      assertThat(server.answered().get()).isFalse();
    }
  }

  @Test
  void whatOneCallerCanNeverHoldIsNoMatterOfOthers() throws Exception {
    // Given
    Budget budget = new Budget(8 << 20, 8 << 20);
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::oneHitForEver)) {
      // Then
      assertThatThrownBy(() -> server.query().query(Map.of(), context(16 << 20, budget)))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessageStartingWith("_source: one row is larger than 1677721 bytes");
    }
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::bucketsForEver)) {
      assertThatThrownBy(() -> server.query().query(aggregated(), context(16 << 20, budget)))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessageStartingWith("aggs: the answer is larger than 1677721 bytes");
    }
    assertThat(budget.held.get()).isZero();
  }

  @Test
  void aggregationsThatAreTooLongAreTheCallersAndNamed() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::bucketsForEver)) {
      // Then
      assertThatThrownBy(
              () -> server.query().query(aggregated(), context(1 << 20, Reservation.unbounded())))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessage("aggs: the answer is larger than query.maxBytes");
      assertThat(server.answered().get()).isFalse();
    }
  }

  @Test
  void aggregationsTakeTheirMemoryBeforeTheyAreThere() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, ElasticsearchCapsTest::bucketsForEver)) {
      // Given
      Budget budget = new Budget(4 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(aggregated(), context(1 << 30, budget)))
          .isInstanceOf(BudgetExceededException.class);
      assertThat(budget.held.get()).isZero();
    }
  }

  @Test
  void aggregationsKeepTheirDigitsAndTheMemoryOfTheirText() throws Exception {
    // Given
    String aggregations =
        "{\"a\":{\"value\":1.10,\"big\":12345678901234567890.00,\"e\":1.0E10,\"t\":\""
            + WORDS.repeat(20)
            + "\",\"l\":[true,null,{}]}}";
    try (FakeElasticsearch server =
        new FakeElasticsearch(
            200, out -> text(out, START + "]},\"aggregations\":" + aggregations + "}"))) {
      Budget budget = new Budget(4 << 20);

      // When
      QueryResult result = server.query().query(aggregated(), context(1 << 20, budget));

      // Then
      RawJson raw = (RawJson) result.more().get("aggregations");
      assertThat(new String(raw.utf8(), StandardCharsets.UTF_8)).isEqualTo(aggregations);
      assertThat(budget.held.get()).isEqualTo(raw.utf8().length);
    }
  }

  @Test
  void smallAnswersTakeNoMoreThanEveryAnswerHas() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(
            200,
            out ->
                text(
                    out,
                    START
                        + "{\"_id\":\"Basic/1\",\"_source\":{\"n\":1.10}}]},\"aggregations\":{}}"))) {
      // When
      QueryResult result =
          server.query().query(aggregatedWithRows(), context(1 << 20, new Budget(0)));

      // Then
      assertThat(Json.text(result.rows())).isEqualTo("[{\"n\":1.10,\"_id\":\"Basic/1\"}]");
      assertThat(result.truncated()).isFalse();
      assertThat(server.answered().get()).isTrue();
    }
  }

  @Test
  void whoIsInterruptedEndsTheRequestThoughNothingWasAnswered() throws Exception {
    // Given a server that takes the search and says nothing
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ElasticsearchConnection connection =
            ElasticsearchConnection.to(
                TestSinks.config(
                    "http://127.0.0.1:" + silent.getLocalPort(),
                    "silent",
                    Duration.ofSeconds(30)))) {
      NativeQuery query = new ElasticsearchNativeQuery(connection, "live", Clock.systemUTC());
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () ->
                  thrown.complete(
                      catchThrowable(
                          () -> query.query(Map.of(), context(1 << 20, Reservation.unbounded())))));
      caller.start();
      try (Socket search = silent.accept()) {
        assertThat(search.getInputStream().read()).isEqualTo('P');

        // When
        caller.interrupt();

        // Then
        assertThat(thrown.get())
            .isInstanceOfSatisfying(
                SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
        search.setSoTimeout(20_000); // less than the search itself would have taken
        assertThat(search.getInputStream().readAllBytes()).isNotEmpty();
      }
    }
  }

  @Test
  void theDeadlineEndsTheRequest() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(
            200,
            out -> {
              while (true) {
                text(out, " ");
                out.flush();
              }
            })) {
      // Given
      ReadContext soon = new ReadContext("test", Instant.now().plusSeconds(1), 10, 1 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(Map.of(), soon))
          .isInstanceOfSatisfying(
              SinkException.class,
              e -> assertThat(e.reason()).isEqualTo(ElasticsearchErrors.TIMED_OUT));
      assertThat(server.answered().get()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "503, too_many_buckets_exception,           '',                     aggs: too many buckets",
    "400, too_many_nested_clauses,              '',                     query: too many clauses",
    "500, too_complex_to_determinize_exception, 'Determinizing Canary', 'include, exclude: the pattern'",
    "429, circuit_breaking_exception,           '[request] Data',       aggs: too much memory",
  })
  void whatAQueryBringsUponItselfIsTheCallersAndNamed(
      int status, String type, String sentence, String message) throws Exception {
    String cause = "{\"type\":\"" + type + "\",\"reason\":\"" + sentence + "\"}";
    for (String error :
        new String[] {
          "{\"root_cause\":[" + cause + "],\"type\":\"search_phase_execution_exception\"}",
          "{\"root_cause\":[],\"type\":\"search_phase_execution_exception\",\"caused_by\":"
              + cause
              + "}"
        }) {
      // Given
      String body = "{\"error\":" + error + ",\"status\":" + status + "}";
      try (FakeElasticsearch server = new FakeElasticsearch(status, out -> text(out, body))) {
        // Then
        assertThatThrownBy(
                () -> server.query().query(aggregated(), context(1 << 20, Reservation.unbounded())))
            .isInstanceOf(InvalidQueryException.class)
            .hasMessageStartingWith(message)
            .hasMessageNotContaining("Canary");
      }
    }
  }

  @Test
  void aServerWithoutMemoryIsTriedAgain() throws Exception {
    String body =
        "{\"error\":{\"root_cause\":[],\"type\":\"circuit_breaking_exception\",\"reason\":\"[parent] Data too large\"}}";
    try (FakeElasticsearch server = new FakeElasticsearch(429, out -> text(out, body))) {
      // Then
      assertThatThrownBy(
              () -> server.query().query(aggregated(), context(1 << 20, Reservation.unbounded())))
          .isInstanceOfSatisfying(
              SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.RETRY));
    }
  }

  private static Map<String, Object> aggregated() throws Exception {
    return ElasticsearchQueryGateTest.parse(Json.text(AGGREGATED));
  }

  private static Map<String, Object> aggregatedWithRows() throws Exception {
    return ElasticsearchQueryGateTest.parse(Json.text(Map.of("aggs", AGGREGATED.get("aggs"))));
  }
}
