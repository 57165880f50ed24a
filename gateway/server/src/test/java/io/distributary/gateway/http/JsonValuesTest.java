package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonValuesTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '~',
      value = {
        "{} 2",
        "{\"a\":1} 2",
        "{\"a\":[1,2,{}],\"b\":null} 7",
        "{\"a,[{\":\",,\\\",[\"} 2",
        "{\"a\":\"\\\\\",\"b\":2} 3"
      })
  void countsWhatStandsOutsideOfStrings(String json, int values) {
    assertThat(JsonValues.atMost(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(values);
  }
}
