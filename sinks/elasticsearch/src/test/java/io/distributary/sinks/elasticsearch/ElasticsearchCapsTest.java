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
import io.distributary.sink.tck.CountedMemory;
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

  private static ReadContext context(long maxBytes, Reservation reservation) {
    return ReadContext.of("test", Instant.now().plusSeconds(50), Clock.systemUTC())
        .capped(10_000, maxBytes)
        .within(reservation);
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
      CountedMemory budget = new CountedMemory(1 << 20);

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
      CountedMemory budget = new CountedMemory(8 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(Map.of(), context(1 << 30, budget)))
          .isInstanceOf(BudgetExceededException.class);
      assertThat(budget.peak()).isEqualTo(8 << 20);
      assertThat(budget.held()).isZero();
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
    CountedMemory budget = new CountedMemory(8 << 20, 8 << 20);
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
    assertThat(budget.held()).isZero();
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
      CountedMemory budget = new CountedMemory(4 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(aggregated(), context(1 << 30, budget)))
          .isInstanceOf(BudgetExceededException.class);
      assertThat(budget.held()).isZero();
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
      CountedMemory budget = new CountedMemory(4 << 20);

      // When
      QueryResult result = server.query().query(aggregated(), context(1 << 20, budget));

      // Then
      RawJson raw = (RawJson) result.more().get("aggregations");
      assertThat(new String(raw.utf8(), StandardCharsets.UTF_8)).isEqualTo(aggregations);
      assertThat(budget.held()).isEqualTo(raw.utf8().length);
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
          server.query().query(aggregatedWithRows(), context(1 << 20, new CountedMemory(0)));

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
      NativeQuery query = new ElasticsearchNativeQuery(connection, "live");
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
      ReadContext soon =
          ReadContext.of("test", Instant.now().plusSeconds(1), Clock.systemUTC())
              .capped(10, 1 << 20);

      // Then
      assertThatThrownBy(() -> server.query().query(Map.of(), soon))
          .isInstanceOfSatisfying(
              SinkException.class,
              e -> assertThat(e.failure()).isEqualTo(ElasticsearchErrors.TIMED_OUT));
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

  @ParameterizedTest
  @CsvSource({
    "illegal_argument_exception, illegal_argument_exception",
    "number_format_exception,    number_format_exception",
    "parsing_exception,          what it says of Canary",
    "x_content_parse_exception,  what it says of Canary",
  })
  void onlyOfASyntaxIsToldWhatTheServerSaysInAnswerToIt(String type, String told) throws Exception {
    // Given
    String cause = "{\"type\":\"" + type + "\",\"reason\":\"what it says of Canary\"}";
    String body = "{\"error\":{\"root_cause\":[" + cause + "]},\"status\":400}";
    try (FakeElasticsearch server = new FakeElasticsearch(400, out -> text(out, body))) {
      // Then
      assertThatThrownBy(
              () -> server.query().query(Map.of(), context(1 << 20, Reservation.unbounded())))
          .isInstanceOf(InvalidQueryException.class)
          .hasMessage("Elasticsearch does not take the query: " + told);
    }
  }

  @Test
  void oneRowMoreThanTheCapIsAskedFor() throws Exception {
    try (FakeElasticsearch server = new FakeElasticsearch(200, out -> text(out, START + "]}}"))) {
      // Given
      ReadContext ten =
          ReadContext.of("test", Instant.now().plusSeconds(50), Clock.systemUTC())
              .capped(10, 1 << 20);

      // When
      server.query().query(ElasticsearchQueryGateTest.parse("{'size':9000}"), ten);
      server.query().query(ElasticsearchQueryGateTest.parse("{'size':5}"), ten);

      // Then
      assertThat(server.asked().get(0)).contains("\"size\":11,");
      assertThat(server.asked().get(1)).contains("\"size\":5,");
    }
  }

  @Test
  void aRowIsWeighedFourTimes() throws Exception {
    // Given
    String hit = "{\"_id\":\"Basic/1\",\"_source\":{\"text\":\"" + WORDS.repeat(100) + "\"}}";
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, out -> text(out, START + hit + "]}}"))) {
      CountedMemory budget = CountedMemory.ample();

      // When
      QueryResult result = server.query().query(Map.of(), context(16 << 20, budget));

      // Then
      assertThat(result.count()).isEqualTo(1);
      assertThat(budget.peak()).isBetween(4L * 1_000_000, 6L * 1_000_000);
    }
  }

  @Test
  void anAnswerThatIsNotStreamedIsNoLongerThanSaidThoughItDeclaresNoLength() throws Exception {
    try (FakeElasticsearch server =
        new FakeElasticsearch(200, out -> text(out, "{\"a\":\"" + WORDS + "\"}"))) {
      // When
      Throwable tooLong = catchThrowable(() -> post(server, 1_000));

      // Then
      assertThat(post(server, 20_000)).containsKey("a");
      assertThat(tooLong)
          .isInstanceOf(IOException.class)
          .hasMessage("The answer is longer than 1000 bytes");
    }
  }

  private static Map<String, Object> post(FakeElasticsearch server, int most) throws IOException {
    return server
        .connection()
        .post("/x", Map.of(), new byte[0], ElasticsearchConnection.JSON, most);
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
