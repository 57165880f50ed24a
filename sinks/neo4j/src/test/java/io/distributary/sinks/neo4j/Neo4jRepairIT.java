package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static io.distributary.sinks.neo4j.TestDatabase.write;
import static io.distributary.sinks.neo4j.TestEvents.delete;
import static io.distributary.sinks.neo4j.TestEvents.encounter;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Event;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.Outcome;
import io.distributary.sink.Sink;
import io.distributary.sink.ViewEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done to the graph by hand, and how each of it is named and mended. */
@Needs(NEO4J)
class Neo4jRepairIT {
  private static final Event ENCOUNTER = encounter(1, "e", "p", "d");

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

  private List<ViewEntry> scan() throws Exception {
    return TestDatabase.scan(sink);
  }

  private Optional<ViewEntry> find(String name) throws Exception {
    return TestDatabase.find(sink, name);
  }

  private Outcome repair(String name, Event... right) throws Exception {
    return TestDatabase.repair(sink, name, find(name), right);
  }

  private ViewEntry right(Event event) throws Exception {
    String hash = sink.projection().hash(sink.projection().project(event).orElseThrow());
    return ViewEntry.of(event.id(), event.version(), event.deleted(), hash);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET e.status = 'planned'",
        "SET e.status = 7",
        "SET e.deleted = 'false'",
        "SET e.added = 'by hand'",
        "SET e:Patient",
        "REMOVE e:Resource",
        "REMOVE e.version",
        "SET e.version = -7",
        "SET e.version = 'seven'",
        "SET e.version = 99",
        "WITH e MATCH (e)-[r:subject]->() DELETE r",
        "WITH e MATCH (e)-[r:subject]->() SET r.since = 1970",
        "WITH e MATCH (e)-[r:subject]->(p) CREATE (e)-[:subject]->(p)",
        "WITH e MATCH (e)-[r:subject]->(p) CREATE (e)-[:performer]->(p)",
        "WITH e MATCH (e)-[r:subject]->() DELETE r CREATE (e)-[:subject]->(:Ref:Stub {ref:'Patient/x'})",
        "WITH e MATCH (e)-[r:subject]->() DELETE r CREATE (e)-[:subject]->({ref:'Patient/p'})",
        "DETACH DELETE e"
      })
  void whateverIsDoneToANodeOrItsEdgesIsSeenAndMended(String deed) throws Exception {
    // Given
    write(sink, ENCOUNTER, encounter(2, "other", "p", "d"));
    database.run("MATCH (e:Ref {ref: 'Encounter/e'}) " + deed);
    assertThat(scan()).doesNotContain(right(ENCOUNTER));
    assertThat(find("Encounter/e")).isNotEqualTo(Optional.of(right(ENCOUNTER)));

    // When
    Outcome outcome = repair("Encounter/e", ENCOUNTER);

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(find("Encounter/e")).contains(right(ENCOUNTER));
    assertThat(scan()).contains(right(ENCOUNTER), right(encounter(2, "other", "p", "d")));
    assertThat(write(sink, encounter(3, "e", "q", "d"))).containsExactly(Outcome.APPLIED);
    assertThat(find("Encounter/e")).contains(right(encounter(3, "e", "q", "d")));
  }

  @Test
  void aNodeThatWasRemovedComesBackWithTheEdgesToIt() throws Exception {
    // Given
    write(sink, ENCOUNTER, patient(2, "p"));
    database.run("MATCH (p:Patient) DETACH DELETE p");

    // When: the edge was the encounter's, so both are wrong
    assertThat(repair("Patient/p", patient(2, "p"))).isEqualTo(Outcome.APPLIED);
    assertThat(repair("Encounter/e", ENCOUNTER)).isEqualTo(Outcome.APPLIED);

    // Then
    assertThat(scan()).containsExactlyInAnyOrder(right(ENCOUNTER), right(patient(2, "p")));
    assertThat(database.run("MATCH (:Encounter)-[:subject]->(p:Patient) RETURN p.id AS id"))
        .containsExactly(Map.of("id", "p"));
  }

  @Test
  void aTombstoneComesBack() throws Exception {
    // Given
    write(sink, ENCOUNTER);
    write(sink, delete(2, "Encounter/e"));
    database.run("MATCH (n:Tombstone) REMOVE n:Tombstone SET n:Resource:Encounter");

    // When
    Outcome outcome = repair("Encounter/e", delete(2, "Encounter/e"));

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(scan()).containsExactly(right(delete(2, "Encounter/e")));
    assertThat(database.run("MATCH (n:Encounter) RETURN n")).isEmpty();
  }

  @Test
  void anExtraNodeLosesItsEdgesAndStaysAsAStubWhereOthersReferToIt() throws Exception {
    // Given
    write(sink, ENCOUNTER, patient(2, "p"), encounter(3, "extra", "p", "d"));

    // When
    assertThat(repair("Patient/p")).isEqualTo(Outcome.APPLIED);
    assertThat(repair("Encounter/extra")).isEqualTo(Outcome.APPLIED);

    // Then
    assertThat(scan()).containsExactly(right(ENCOUNTER));
    assertThat(database.run("MATCH (n:Stub) RETURN n.ref AS ref, size(labels(n)) AS labels"))
        .containsExactlyInAnyOrder(
            Map.of("ref", "Patient/p", "labels", 2L),
            Map.of("ref", "Practitioner/d", "labels", 2L));
    assertThat(database.run("MATCH (n:Ref) RETURN n")).hasSize(3);
    assertThat(database.run("MATCH ()-[r]->() RETURN r")).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE (:Patient {name: 'nobody'})",
        "CREATE (:Resource:Patient {ref: 'Patient/p', version: 7})",
        "CREATE (:Ref {ref: 7})",
        "CREATE (:Ref:Resource {ref: 'no id', version: 7})",
        "CREATE (:Ref {ref: 'node 1'})",
        "CREATE ({version: 'seven'})",
        "CREATE (:View:Patient {name: 'hidden'})",
        "CREATE (:Ref:Stub {ref: 'Patient/stub', name: 'nobody'})",
        "MATCH (p:Patient) CREATE (:Ref:Stub {ref: 'Patient/stub'})-[:subject]->(p)"
      })
  void aStrangersNodeIsNamedHidesNothingAndCanBeRemoved(String deed) throws Exception {
    // Given
    write(sink, patient(1, "p"));
    database.run(deed);

    // When
    List<ViewEntry> scanned = scan();

    // Then
    assertThat(scanned).hasSize(2).contains(right(patient(1, "p")));
    ViewEntry stranger =
        scanned.stream().filter(e -> !e.name().equals("Patient/p")).findFirst().orElseThrow();
    assertThat(find(stranger.name())).contains(stranger);

    // When
    Outcome outcome = repair(stranger.name());

    // Then
    assertThat(outcome).isEqualTo(Outcome.APPLIED);
    assertThat(scan()).containsExactly(right(patient(1, "p")));
    assertThat(database.run("MATCH (n) RETURN n")).hasSize(2);
    database.open(1).close();
  }
}
