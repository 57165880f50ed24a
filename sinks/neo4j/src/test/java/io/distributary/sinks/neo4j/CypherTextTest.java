package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.InvalidQueryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a plan hides, the text shows: these are refused before any server is asked. */
class CypherTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RETURN COLLECT { LOAD CSV FROM 'file:///x' AS l RETURN l } AS x",
        "RETURN COLLECT { load \n csv FROM 'file:///x' AS l RETURN l } AS x",
        "RETURN '\\'', COLLECT { LOAD CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN \"'\", COLLECT { LOAD CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN `'`, COLLECT { LOAD CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN '\\\\', COLLECT { LOAD CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN COLLECT { LOAD/**/CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN 1 // comment",
        "RETURN COLLECT { L\\u004FAD CSV FROM 'x' AS l RETURN l } AS x",
        "RETURN COLLECT { CALL dbms.listConfig() YIELD name RETURN name } AS x",
        "RETURN COLLECT { CALL\tdbms\n.\nlistConfig() YIELD name RETURN name } AS x",
        "RETURN COLLECT { CALL `dbms`.`listConfig`() YIELD name RETURN name } AS x",
        "RETURN apoc.util.sleep(1)",
        "RETURN apoc . util . sleep (1)",
        "RETURN `apoc`.util.sleep(1)",
        "RETURN 1 AS \u00e4",
        "RETURN 1 \\ 2",
        "RETURN 'open",
        "SHOW USERS",
        "EXPLAIN RETURN 1",
        " ( RETURN 1"
      })
  void refusesWhatCouldDoMoreThanRead(String statement) {
    assertThatThrownBy(() -> CypherText.check(statement))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("statement: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MATCH (n {code: 'http://loinc.org|1234-5'}) RETURN n",
        "MATCH (n) WHERE n.display = 'LOAD CSV /* apoc.x( */ CALL dbms.x()' RETURN n",
        "MATCH (n) WHERE n.name = \"Müller's\" RETURN n.name AS `Name der Person`",
        "optional match (n) return n.load, n.call",
        "\n  MATCH (n:Patient)--(m) RETURN m.ref",
        "MATCH (n) WHERE n.load IN ['x'] AND (n.csv) = 'y' RETURN n",
        "MATCH (a)-[:CALL]->(b) RETURN count ( * ) / 2",
        "MATCH (n) CALL (n) { MATCH (n)-->(m) RETURN count(m) AS c } RETURN n, c",
        "CALL { RETURN 1 AS x } RETURN x",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.relationshipTypes",
        "RETURN date.truncate('month', date('2020-01-05')), duration.between(date(), date())",
        "RETURN datetime . fromepoch(1, 2), point.distance(point({x: 1, y: 1}), point({x: 2, y: 2}))",
        "WITH 1.5 AS x RETURN x"
      })
  void letsReadingThrough(String statement) {
    assertThatCode(() -> CypherText.check(statement)).doesNotThrowAnyException();
  }
}
