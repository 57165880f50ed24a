package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.tck.CountedMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that would not fit into the heap never get there: on a real server. */
@Needs(NEO4J)
class Neo4jQueryMemoryIT {
  private static final String TWENTY =
      "WITH [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20] AS l ";

  /** 8,000 rows of 8,000 numbers. */
  private static final String MANY_LARGE_ROWS =
      TWENTY
          + "UNWIND l AS a UNWIND l AS b UNWIND l AS c RETURN a, b, c, [x IN l | [y IN l | l]] AS d";

  private static final String ENDLESS =
      TWENTY + "UNWIND l AS x " + "UNWIND l AS y WITH l, x ".repeat(10) + "WHERE x < 0 RETURN x";

  private static TestDatabase database;
  private static Sink<Neo4jNode> sink;

  @BeforeAll
  static void open() throws Exception {
    database = new TestDatabase(Servers.neo4j().uri());
    sink = database.openEmpty();
    TestDatabase.write(sink, patient(1, "p"));
  }

  @AfterAll
  static void close() {
    sink.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UNWIND range(1, 5000000) AS x RETURN collect(x) AS x",
        "RETURN [x IN range(1, 300000) | {a: 1}] AS x",
        "RETURN reduce(s = 'aaaaaaaa', i IN range(1, 22) | s + s) AS s",
        "UNWIND range(1, 1200000) AS x RETURN collect(x) AS all"
      })
  void aRowThatIsTooLargeIsRefusedBeforeItIsThere(String statement) throws Exception {
    // Given
    CountedMemory budget = new CountedMemory(256 << 20);

    // When
    assertThatThrownBy(() -> ask(statement, budget))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("statement: ");

    // Then
    assertThat(budget.peak()).isLessThanOrEqualTo(AnswerMemory.MAX_ROW);
    assertThat(budget.held()).isZero();
    assertThat(ask("RETURN 1 AS x", budget).rows()).containsExactly(one());
  }

  @Test
  void valuesDeepInOneAnotherAreTheCallersFault() throws Exception {
    // When
    assertThatThrownBy(
            () ->
                ask("RETURN reduce(l = [], i IN range(1, 3000) | [l]) AS l", CountedMemory.ample()))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("deep in one another");

    // Then
    assertThat(ask("RETURN 1 AS x", CountedMemory.ample()).rows()).containsExactly(one());
  }

  @Test
  void aTextThatIsLongerAsJsonIsWrittenNoFurtherThanTheAnswer() throws Exception {
    // Given
    CountedMemory budget = new CountedMemory(64 << 20);
    String controls = "RETURN reduce(s = '\u0001', i IN range(1, 23) | s + s) AS s";

    // When
    QueryResult result = ask(controls, budget);

    // Then
    assertThat(result.cap()).contains(QueryResult.Cap.MAX_BYTES);
    assertThat(result.count()).isZero();
    assertThat(budget.peak()).isLessThanOrEqualTo((4L * 8 + 16 + 1) << 20);
    assertThat(budget.held()).isZero();
  }

  @Test
  void aRowOfTheBytesThatAnAnswerMayHaveIsLetThrough() throws Exception {
    // When
    QueryResult result =
        ask("RETURN reduce(s = 'aaaaaaaa', i IN range(1, 20) | s + s) AS s", CountedMemory.ample());

    // Then
    assertThat(result.count()).isEqualTo(1);
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void eightAtOnceTakeNoMoreThanThereIs() throws Exception {
    // Given
    CountedMemory budget = new CountedMemory(16 << 20);
    ExecutorService callers = Executors.newFixedThreadPool(QueryConnections.MOST);

    // When
    List<Future<QueryResult.Cap>> ended =
        IntStream.range(0, QueryConnections.MOST)
            .mapToObj(i -> callers.submit(() -> capOf(MANY_LARGE_ROWS, budget)))
            .toList();

    // Then
    for (Future<QueryResult.Cap> cap : ended) {
      assertThat(cap.get()).isIn(QueryResult.Cap.BUDGET, QueryResult.Cap.MAX_BYTES);
    }
    assertThat(budget.peak()).isLessThanOrEqualTo(16 << 20);
    assertThat(ask("RETURN 1 AS x", CountedMemory.ample()).rows()).containsExactly(one());
    callers.shutdown();
  }

  @Test
  void withoutMemoryLargeRowsEndWhereTheyAreAndTheTransactionEndsToo() throws Exception {
    // When
    QueryResult.Cap cap = capOf(MANY_LARGE_ROWS, new CountedMemory(0));

    // Then
    assertThat(cap).isEqualTo(QueryResult.Cap.BUDGET);
    awaitNoTransactions();
  }

  @Test
  void aQueryThatIsGivenUpEndsInTheServerAndFreesItsConnection() throws Exception {
    // Given
    ExecutorService callers = Executors.newFixedThreadPool(QueryConnections.MOST);
    List<Future<QueryResult>> endless =
        IntStream.range(0, QueryConnections.MOST)
            .mapToObj(i -> callers.submit(() -> ask(ENDLESS, CountedMemory.ample())))
            .toList();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> transactions("x < 0").size() == QueryConnections.MOST);

    SinkException oneMore =
        catchThrowableOfType(
            SinkException.class,
            () -> ask("RETURN 1 AS x", CountedMemory.ample(), Duration.ofMillis(100)));

    // When
    endless.forEach(query -> query.cancel(true));

    // Then
    assertThat(oneMore.reason().code()).isEqualTo("neo4j-connections-in-use");
    awaitNoTransactions();
    assertThat(ask("RETURN 1 AS x", CountedMemory.ample()).rows()).containsExactly(one());
    callers.shutdown();
  }

  @Test
  void aQuerySeesWhatWasWrittenBeforeIt() throws Exception {
    for (int version = 2; version < 12; version++) {
      // When
      TestDatabase.write(sink, patient(version, "p"));

      // Then
      assertThat(
              ask("MATCH (p:Patient {id: 'p'}) RETURN p.version AS v", CountedMemory.ample())
                  .rows())
          .hasToString("[{v=" + version + "}]");
    }
  }

  private static Map<String, Object> one() {
    return Map.of("x", new JsonNumber("1"));
  }

  private static void awaitNoTransactions() {
    await().atMost(Duration.ofMinutes(1)).until(() -> transactions("UNWIND l").isEmpty());
  }

  private static List<Map<String, Object>> transactions(String with) {
    return database.run(
        "SHOW TRANSACTIONS YIELD currentQuery WHERE currentQuery CONTAINS $with"
            + " AND NOT currentQuery CONTAINS 'SHOW' RETURN currentQuery",
        Map.of("with", with));
  }

  private static QueryResult.Cap capOf(String statement, Reservation reservation)
      throws SinkException {
    try {
      return ask(statement, reservation).cap().orElseThrow();
    } catch (BudgetExceededException e) {
      return QueryResult.Cap.BUDGET;
    }
  }

  private static QueryResult ask(String statement, Reservation reservation) throws SinkException {
    return ask(statement, reservation, Duration.ofMinutes(2));
  }

  private static QueryResult ask(String statement, Reservation reservation, Duration time)
      throws SinkException {
    ReadContext context =
        ReadContext.of("test", Instant.now().plus(time), Clock.systemUTC())
            .capped(10_000, 16 << 20)
            .within(reservation);
    return sink.readers()
        .nativeQuery()
        .orElseThrow()
        .query(Map.of("statement", statement), context);
  }
}
