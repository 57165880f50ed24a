package io.distributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryFieldsTest {
  private static QueryFields of(String json) throws InvalidQueryException {
    try {
      return QueryFields.of(
          Json.parseObject(json.getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE),
          "type",
          "limit",
          "more");
    } catch (InvalidResourceException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void unknownFieldIsNamedWithThoseThatAreKnown() {
    assertThatExceptionOfType(InvalidQueryException.class)
        .isThrownBy(() -> of("{\"type\":\"Patient\",\"colour\":1}"))
        .withMessage("Unknown field 'colour'. Known: limit, more, type.");
  }

  @Test
  void textsAreReadAndMayBeAbsent() throws Exception {
    assertThat(of("{\"type\":\"Patient\"}").text("type")).isEqualTo("Patient");
    assertThat(of("{}").optionalText("type")).isEmpty();
    assertThat(of("{\"more\":[1]}").has("more")).isTrue();
    assertThatExceptionOfType(InvalidQueryException.class)
        .isThrownBy(() -> of("{}").text("type"))
        .withMessage("type: is required, a text.");
    assertThatExceptionOfType(InvalidQueryException.class)
        .isThrownBy(() -> of("{\"type\":null}").optionalText("type"))
        .withMessage("type: must be a text.");
  }

  @ParameterizedTest
  @CsvSource({"1", "10", "7"})
  void wholeNumbersWithinTheirBoundsAreRead(String number) throws Exception {
    assertThat(of("{\"limit\":" + number + "}").number("limit", 1, 10, 5))
        .isEqualTo(Integer.parseInt(number));
  }

  @Test
  void absentNumberHasItsDefault() throws Exception {
    assertThat(of("{}").number("limit", 1, 10, 5)).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "11",
    "-1",
    "1.5",
    "1e1",
    "99999999999",
    "999999999999999999999",
    "\"1\"",
    "null"
  })
  void otherNumbersAreRefused(String number) {
    assertThatExceptionOfType(InvalidQueryException.class)
        .isThrownBy(() -> of("{\"limit\":" + number + "}").number("limit", 1, 10, 5))
        .withMessage("limit: must be a whole number from 1 to 10.");
  }
}
