package io.distributary.sinks.neo4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.InvalidQueryException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Neo4jStatementTest {
  @Test
  void parametersAreCypherValues() throws Exception {
    // When
    Neo4jStatement statement =
        parse(
            """
            {"statement": "RETURN $a", "parameters":
             {"a": 9007199254740993, "b": 0.5, "c": [1, "x", null], "d": {"e": true}}}""");

    // Then
    assertThat(statement.parameters())
        .containsEntry("a", 9007199254740993L)
        .containsEntry("b", 0.5)
        .containsEntry("c", Arrays.asList(1L, "x", null))
        .containsEntry("d", Map.of("e", true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"statement\": null}",
        "{\"statement\": \" \"}",
        "{\"statement\": [\"RETURN 1\"]}",
        "{\"statement\": \"RETURN 1\", \"parameters\": 7}",
        "{\"statement\": \"RETURN 1\", \"parameters\": {\"a\": [9223372036854775808]}}",
        "{\"statement\": \"RETURN 1\", \"params\": {}}"
      })
  void anythingElseIsRefused(String query) {
    assertThatThrownBy(() -> parse(query)).isInstanceOf(InvalidQueryException.class);
  }

  @Test
  void aComplaintCountsFromTheStatementsOwnBeginning() {
    // When
    String complaint =
        Neo4jNativeQuery.complaint(
            "Invalid input 'RETRN' (line 1, column 9 (offset: 8))\n\"EXPLAIN RETRN 1\"\n  ^");

    // Then
    assertThat(complaint).isEqualTo("Invalid input 'RETRN' (at offset 0)");
  }

  private static Neo4jStatement parse(String json) throws Exception {
    return Neo4jStatement.of(
        Json.parseObject(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE));
  }
}
