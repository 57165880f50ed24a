package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestDatabase.within;
import static io.distributary.sinks.neo4j.TestEvents.delete;
import static io.distributary.sinks.neo4j.TestEvents.encounter;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.JsonNumber;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cypher that reads is answered, whatever else is refused: on a real server. */
@Needs(NEO4J)
class Neo4jNativeQueryIT {
  private static TestDatabase database;
  private static Sink<Neo4jNode> sink;
  private static List<Map<String, Object>> before;

  @BeforeAll
  static void fill() throws Exception {
    database = new TestDatabase(Servers.neo4j().uri());
    sink = database.openEmpty();
    TestDatabase.write(
        sink,
        patient(1, "p"),
        encounter(2, "e", "p", "unseen"),
        patient(3, "gone"),
        encounter(4, "f", "gone", "unseen"));
    TestDatabase.write(sink, delete(5, "Patient/gone"));
    before = everything();
  }

  @AfterAll
  static void close() {
    sink.close();
  }

  static Stream<String> attacks() {
    return CypherAttacks.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void whatDoesMoreThanReadIsRefused(String attack) {
    // When
    assertThatThrownBy(() -> ask(attack)).isInstanceOf(InvalidQueryException.class);

    // Then
    assertThat(everything()).isEqualTo(before);
  }

  static Stream<String> reads() throws IOException {
    Path file = Path.of("src/test/resources/reads.cypher");
    return Files.readAllLines(file).stream().filter(line -> !line.isBlank());
  }

  @ParameterizedTest
  @MethodSource("reads")
  void whatReadsIsAnswered(String read) {
    assertThatCode(() -> ask(read)).doesNotThrowAnyException();
  }

  @Test
  void tombstonesAndStubsAreHiddenFromStatementsWithoutALabel() throws Exception {
    // When
    List<Map<String, Object>> nodes = ask("MATCH (n) RETURN n").rows();
    List<Map<String, Object>> paths = ask("MATCH p = (:Encounter)-->() RETURN [p] AS p").rows();

    // Then
    assertThat(nodes)
        .extracting(row -> (Object) ((Map<?, ?>) row.get("n")).get("ref"))
        .containsExactlyInAnyOrder("Patient/p", "Encounter/e", "Encounter/f");
    assertThat(paths).hasSize(1);
    assertThat(ask("MATCH (n:Resource) RETURN count(n) AS n").rows())
        .containsExactly(Map.of("n", new JsonNumber("3")));
  }

  @Test
  void aNodeIsItsLabelsAndPropertiesAndAPathSaysWhereItGoes() throws Exception {
    // When
    Map<String, Object> row =
        ask("MATCH p = (e:Encounter)-[r]->(n:Patient) RETURN n, r, p").rows().get(0);

    // Then
    Map<?, ?> node = (Map<?, ?>) row.get("n");
    assertThat(node.get("labels")).isEqualTo(List.of("Patient", "Resource"));
    assertThat(node.get("name")).isEqualTo("Jane Q Doe");
    assertThat(node.containsKey("hash") || node.containsKey("_lock")).isFalse();
    assertThat(row.get("r")).isEqualTo(Map.of("type", "subject"));
    assertThat(((Map<?, ?>) row.get("p")).get("relationships"))
        .isEqualTo(List.of(Map.of("type", "subject", "from", "Encounter/e", "to", "Patient/p")));
  }

  @Test
  void numbersKeepTheirDigitsAndDatesAreText() throws Exception {
    // When
    QueryResult result =
        ask("RETURN 9007199254740993 AS long, 0.1 AS double, date('2020-02-29') AS day");

    // Then
    assertThat(Json.text(result.rows()))
        .isEqualTo("[{\"long\":9007199254740993,\"double\":0.1,\"day\":\"2020-02-29\"}]");
  }

  @Test
  void anEndlessAnswerStopsAtTheCap() throws Exception {
    // When
    QueryResult result = ask("UNWIND range(1, 100000000000) AS x RETURN x");

    // Then
    assertThat(result.truncated()).isTrue();
    assertThat(result.rows()).hasSize(10_000);
  }

  @Test
  void whatFailsWhileItRunsTellsNoData() {
    assertThatThrownBy(() -> ask("MATCH (p:Patient {id: 'p'}) RETURN p.name / 0"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageNotContaining("Doe")
        .hasMessageContaining("Neo.ClientError.Statement.");
  }

  private static QueryResult ask(String cypher) throws SinkException {
    ReadContext context = within(Duration.ofSeconds(30));
    try {
      byte[] query = Neo4jFixture.statement(cypher).getBytes(StandardCharsets.UTF_8);
      return sink.readers()
          .nativeQuery()
          .orElseThrow()
          .query(Json.parseObject(query, JsonLimits.RESOURCE), context);
    } catch (InvalidResourceException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static List<Map<String, Object>> everything() {
    return database.run(
        "MATCH (n) RETURN elementId(n) AS id, labels(n) AS labels, properties(n) AS properties"
            + " ORDER BY id");
  }
}
