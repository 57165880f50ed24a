package io.distributary.sinks.neo4j;

import static io.distributary.sinks.neo4j.TestEvents.delete;
import static io.distributary.sinks.neo4j.TestEvents.encounter;
import static io.distributary.sinks.neo4j.TestEvents.patient;
import static io.distributary.sinks.neo4j.TestEvents.update;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Event;
import io.distributary.sinks.neo4j.Neo4jNode.Edge;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Neo4jProjectionTest {
  private final Neo4jProjection projection =
      new Neo4jProjection(List.of("Patient", "Encounter", "PractitionerRole", "Device"));

  @Test
  void aReferenceThatStandsTwiceIsOneEdge() {
    // When
    Neo4jNode node = node(encounter(1, "e", "p", "d"));

    // Then
    assertThat(node.edges())
        .containsExactly(
            new Edge("participant_individual", "Practitioner/d"), new Edge("subject", "Patient/p"));
  }

  @Test
  void aReferenceOfTheResourceItselfHasATypeToo() {
    // When
    Neo4jNode node =
        node(
            update(
                1, "{\"resourceType\": \"Device\", \"id\": \"d\", \"reference\": \"Patient/p\"}"));

    // Then
    assertThat(node.edges()).containsExactly(new Edge("reference", "Patient/p"));
  }

  @Test
  void aTombstoneKeepsItsRefAndNothingOfTheContent() {
    // When
    Neo4jNode node = node(delete(2, "Patient/p"));

    // Then
    assertThat(node.labels()).containsExactly("Ref", "Tombstone");
    assertThat(node.properties()).containsOnlyKeys("deleted", "key", "source");
    assertThat(node.edges()).isEmpty();
  }

  @Test
  void typesThatAreNotConfiguredAreNotKept() {
    // When
    Event observation = update(1, "{\"resourceType\": \"Observation\", \"id\": \"o\"}");

    // Then
    assertThat(projection.project(observation)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"name\": \"St. Mary\"; name; St. Mary",
        "\"name\": {\"family\": \"Doe\", \"given\": \"Jane\"}; name; Jane Doe",
        "\"name\": [{\"family\": \"Doe\", \"given\": [\"Jane\", \"Q\"]}, {\"text\": \"x\"}]; name; Jane Q Doe",
        "\"name\": [{\"text\": \"J. Doe\", \"family\": \"Doe\"}]; name; J. Doe",
        "\"name\": [[], {}, 7, true, {\"family\": \"Doe\"}]; name; Doe",
        "\"deviceName\": [{\"name\": \"Pump\"}]; name; Pump",
        "\"status\": \"finished\"; status; finished",
        "\"clinicalStatus\": {\"coding\": [{\"code\": \"active\"}]}; status; active",
        "\"code\": {\"coding\": {\"system\": \"s\", \"code\": \"c\", \"display\": \"d\"}}; code; s|c",
        "\"code\": [{\"coding\": [{\"system\": \"s\", \"code\": \"c\", \"display\": \"d\"}]}]; display; d",
        "\"code\": {\"text\": \"plain\"}; display; plain",
        "\"class\": {\"code\": \"AMB\"}; class; AMB",
        "\"period\": {\"start\": \"2020-01-02\"}; date; 2020-01-02"
      })
  void anElementIsOneTextWhetherSingleOrRepeated(String element, String property, String text) {
    // When
    Neo4jNode node =
        node(update(1, "{\"resourceType\": \"Encounter\", \"id\": \"e\", " + element + "}"));

    // Then
    assertThat(node.properties()).containsEntry(property, text);
  }

  @Test
  void theHashIsOfTheContentNotOfTheVersion() {
    // When
    String first = projection.hash(node(patient(1, "p")));
    String again = projection.hash(node(patient(2, "p")));
    String other = projection.hash(node(delete(2, "Patient/p")));

    // Then
    assertThat(again).isEqualTo(first).isNotEqualTo(other);
  }

  private Neo4jNode node(Event event) {
    return projection.project(event).orElseThrow();
  }
}
