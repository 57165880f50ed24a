package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.InvalidQueryException;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
        "CALL dbms.components YIELD name RETURN name",
        "RETURN '\\u0027 + 1",
        "RETURN '\\u0027'",
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
        "RETURN [x IN range(1, 2000000) | {a: 1}] AS x",
        "RETURN reduce(s = 0, i in RANGE ( 1 , 1000000 ) | s + i) AS s",
        "RETURN [x IN range(1, 9999 * 9999) | x] AS x",
        "RETURN [x IN range(-9999999, 1) | x] AS x",
        "WITH 2000000000 AS n RETURN [x IN range(1, n) | x] AS x",
        "RETURN [x IN (range(1, 2000000)) | x] AS x",
        "RETURN [x IN range(1, $n) | x] AS x",
        "RETURN [x IN range(1, 999999 * 999) | x] AS x",
        "RETURN [x IN range(1, 1e9) | x] AS x",
        "RETURN [x IN range(1, 0xffffff) | x] AS x",
        "RETURN [x IN range(0, size(s)) | x] AS x",
        "RETURN [x IN range(0, size(nodes(p)) * 999999) | x] AS x",
        "RETURN [x IN range(0, size(nodes(p)) + 9999999) | x] AS x",
        "RETURN [x IN range(0, length(p) + 9999999) | x] AS x",
        "RETURN size([x IN range\n(1, 2000000) | x]) AS x",
        "UNWIND range(1, 2000000) + 1 AS x RETURN x",
        "UNWIND [range(1, 2000000)] AS x RETURN x",
        "UNWIND range(1, size(range(1, 2000000))) AS x RETURN x",
        "UNWIND range(1, 2) AS x RETURN range(1, 2000000) AS y",
        "MATCH (n:UNWIND) WITH range(1, 2000000) AS x RETURN x"
      })
  void refusesLongRangesWithinExpressions(String statement) {
    assertThatThrownBy(() -> CypherText.check(statement))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("use UNWIND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RETURN `range`(1, 2000000000) AS x",
        "RETURN `replace` ('a', 'a', 'b') AS x",
        "RETURN `split`\n('a', 'b') AS x",
        "RETURN date.`truncate`('day', date()) AS x"
      })
  void refusesFunctionsWhoseNamesAreQuoted(String statement) {
    assertThatThrownBy(() -> CypherText.check(statement))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("must not quote the name of a function");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RETURN [x IN range(1, 999999) | x] AS x",
        "RETURN [x IN range(-5, 999999, 10) | x] AS x",
        "RETURN range(10, 1, -1) AS x",
        "UNWIND range(1, 100000000) AS x RETURN x",
        "MATCH (n) WITH collect(n) AS l UNWIND range(0, size(l) - 1) AS i RETURN l[i]",
        "WITH 5 AS n unwind RANGE (1, $n * n)AS x RETURN x",
        "MATCH p = (a)--(b) RETURN [i IN range(1, length(p)) | nodes(p)[i]] AS x",
        "MATCH p = (a)--(b) RETURN [i IN range(0, size(nodes(p)) - 1) | i] AS x"
      })
  void letsOtherRangesThrough(String statement) throws Exception {
    CypherText.check(statement);
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

  static Stream<String> tooMuchToPlan() {
    return Stream.of(
        "RETURN " + String.join("+", Collections.nCopies(6_000, "1")) + " AS x",
        "RETURN " + String.join(" OR ", Collections.nCopies(501, "true")) + " AS x",
        "MATCH (n) WHERE " + String.join(" xor ", Collections.nCopies(7, "n.x")) + " RETURN n",
        "RETURN " + "(".repeat(21) + "1" + ")".repeat(21) + " AS x",
        "RETURN " + "[".repeat(10) + "{a: (".repeat(6) + "1",
        "WITH 1 AS x " + "WITH x ".repeat(50) + "RETURN x",
        "RETURN [" + "1, ".repeat(500) + "1] AS x");
  }

  @ParameterizedTest
  @MethodSource("tooMuchToPlan")
  void refusesWhatAServerWouldPlanForTooLong(String statement) {
    assertThatThrownBy(() -> CypherText.check(statement))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("statement: has ");
  }

  @Test
  void letsThroughWhatIsAsLargeAsItMayBe() {
    assertThatCode(
            () -> {
              CypherText.check("RETURN " + "(".repeat(20) + "1" + ")".repeat(20));
              CypherText.check("WITH 1 AS x " + "WITH x ".repeat(48) + "RETURN x");
              CypherText.check("RETURN " + String.join("+", Collections.nCopies(499, "1")));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aStatementIsSoLongAndNoLonger() throws Exception {
    // Given
    CypherText.check("RETURN '%s'".formatted("x".repeat(19_991)));

    // Then
    assertThatThrownBy(() -> CypherText.check("RETURN '%s'".formatted("x".repeat(19_992))))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("longer than 20,000 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "RETURN range(1, 2); true",
        "RETURN [x IN RANGE (1, 2) | {a: x}]; true",
        "RETURN reduce(s = '', i IN [1] | s + s); true",
        "RETURN replace($p, '', $p); true",
        "RETURN split ($p, ''); true",
        "RETURN [a IN $p | [b IN $p | [c IN $p | {a: a}]]] AS x; true",
        "RETURN [a IN $p | [ `b`in $p | 1]] AS x; true",
        "WITH [a IN $p | $p] AS l RETURN [a IN l | a] AS x; true",
        "WITH $p AS s WITH s+s AS s WITH s+s AS s WITH s + s AS s WITH s+s AS s RETURN s; true",
        "RETURN $p || $p || $p || $p || $p AS s; true",
        "RETURN [a IN $p | {a: a}] AS x, [1, 2] AS y, $p IN [1] AS z; false",
        "MATCH (a)-[r:x|y]-(b) RETURN a.x + b.x + 1 + 'a+b' AS s; false",
        "RETURN 'range(1, 2)' AS text; false",
        "MATCH (n) RETURN n.range; false"
      })
  void knowsWhatMakesValuesOutOfNothing(String statement, boolean makes) throws Exception {
    assertThat(CypherText.makesValues(statement)).isEqualTo(makes);
  }
}
