package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestDatabase.within;
import static io.distributary.sinks.neo4j.TestDatabase.write;
import static io.distributary.sinks.neo4j.TestEvents.delete;
import static io.distributary.sinks.neo4j.TestEvents.encounter;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static io.distributary.sinks.neo4j.TestEvents.update;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.schemas.event.Event;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What lies in the database, seen from outside of the sink. */
@Needs(NEO4J)
class Neo4jGraphIT {
  private TestDatabase database;
  private Sink<Neo4jNode> sink;

  @BeforeEach
  void open() throws Exception {
    database = new TestDatabase(Servers.neo4j().uri());
    sink = database.openEmpty();
  }

  @AfterEach
  void close() {
    sink.close();
  }

  @Test
  void aReferenceToAnUnseenResourceMakesAStubThatBecomesWhole() throws Exception {
    // Given
    write(sink, encounter(1, "e", "p", "d"));
    assertThat(labels("Patient/p")).containsExactlyInAnyOrder("Ref", "Stub");
    assertThat(sink.maintenance().count(within(Duration.ofSeconds(10)))).isEqualTo(1);

    // When
    write(sink, patient(2, "p"));

    // Then
    assertThat(labels("Patient/p")).containsExactlyInAnyOrder("Ref", "Resource", "Patient");
    assertThat(database.run("MATCH (:Patient {id: 'p'})<-[:subject]-(e:Encounter) RETURN e.id"))
        .hasSize(1);
  }

  @Test
  void anUpdateReplacesPropertiesAndEdges() throws Exception {
    // Given
    write(sink, encounter(1, "e", "p", "d"));

    // When
    write(
        sink,
        update(
            2,
            "{\"resourceType\": \"Encounter\", \"id\": \"e\", \"subject\": {\"reference\":"
                + " \"Patient/q\"}}"));

    // Then
    assertThat(database.run("MATCH (:Encounter)-[r]->(x) RETURN type(r) AS t, x.ref AS x"))
        .containsExactly(Map.of("t", "subject", "x", "Patient/q"));
    assertThat(database.run("MATCH (e:Encounter) RETURN e.status AS s").get(0).get("s")).isNull();
  }

  @Test
  void aTombstoneLosesLabelPropertiesAndEdgesButNotItsVersion() throws Exception {
    // Given
    write(sink, encounter(1, "e", "p", "d"), patient(2, "p"));

    // When
    write(sink, delete(3, "Encounter/e"), delete(4, "Patient/p"));

    // Then
    assertThat(labels("Encounter/e")).containsExactlyInAnyOrder("Ref", "Tombstone");
    assertThat(database.run("MATCH ()-[r]->() RETURN r")).isEmpty();
    assertThat(
            database.run(
                "MATCH (n:Tombstone {ref: 'Patient/p'}) RETURN keys(n) AS k, n.version AS v"))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row).containsEntry("v", 4L);
              assertThat(Set.copyOf((List<?>) row.get("k")))
                  .isEqualTo(
                      Set.of("ref", "key", "source", "version", "updated", "deleted", "hash"));
            });
  }

  @Test
  void theSameEventTwiceInABatchIsWrittenOnce() throws Exception {
    // When
    List<Outcome> outcomes =
        write(
            sink,
            encounter(2, "e", "p", "d"),
            encounter(2, "e", "p", "d"),
            encounter(1, "e", "x", "y"));

    // Then
    assertThat(outcomes).containsExactly(Outcome.APPLIED, Outcome.STALE, Outcome.STALE);
    assertThat(database.run("MATCH (:Encounter)-[r]->() RETURN r")).hasSize(2);
  }

  @Test
  void aLongElementPathAndManyReferencesAreLegal() throws Exception {
    // Given
    String open = ("{\"" + "n".repeat(120) + "\":").repeat(60);
    Event deep =
        update(
            1,
            "{\"resourceType\": \"Device\", \"id\": \"d\", \"x\": "
                + open
                + "{\"reference\": \"Patient/p\"}"
                + "}".repeat(60)
                + "}");
    String members =
        IntStream.range(0, 25_000)
            .mapToObj(i -> "{\"entity\": {\"reference\": \"Patient/m" + i + "\"}}")
            .collect(Collectors.joining(","));
    Event broad =
        update(2, "{\"resourceType\": \"Group\", \"id\": \"g\", \"member\": [" + members + "]}");

    // When
    List<Outcome> outcomes = write(sink, deep, broad);

    // Then
    assertThat(outcomes).containsOnly(Outcome.APPLIED);
    assertThat(database.run("MATCH (:Group)-[r:member_entity]->() RETURN count(r) AS n"))
        .containsExactly(Map.of("n", 25_000L));
    assertThat(database.run("MATCH (:Device)-[r]->() RETURN size(type(r)) AS n"))
        .containsExactly(Map.of("n", 60 * 121L + 1));
  }

  @Test
  void anotherRevisionOrViewIsNeverMixedIn() throws Exception {
    // When
    SinkException refused = catchThrowableOfType(SinkException.class, () -> database.open(2));

    // Then
    assertThat(refused.action()).isEqualTo(Action.STOP);
    assertThat(refused.reason().code()).isEqualTo("neo4j-holds-another-view");

    // When the first has been dropped
    write(sink, patient(1, "p"));
    sink.maintenance().drop();

    // Then
    try (Sink<Neo4jNode> second = database.open(2)) {
      assertThat(second.maintenance().count(within(Duration.ofSeconds(10)))).isZero();
    }
  }

  @Test
  void anUnknownDatabaseStops() {
    // Given
    Neo4jConfig config =
        new Neo4jConfig(database.config().uri(), "nowhere", null, null, null, null, null, null);

    // When
    SinkException refused =
        catchThrowableOfType(
            SinkException.class,
            () ->
                new Neo4jPlugin()
                    .open(config, new SinkContext(RevisionId.first("graph"), Clock.systemUTC())));

    // Then
    assertThat(refused.action()).isEqualTo(Action.STOP);
    assertThat(refused.reason().code()).isEqualTo("store-missing");
  }

  @SuppressWarnings("unchecked") // labels are texts
  private List<Object> labels(String ref) {
    return (List<Object>)
        database
            .run("MATCH (n:Ref {ref: $ref}) RETURN labels(n) AS l", Map.of("ref", ref))
            .get(0)
            .get("l");
  }
}
