package io.distributary.schemas.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FhirDateTest {
  @ParameterizedTest
  @CsvSource({
    "1970, 1970-01-01T00:00:00Z",
    "2024-05, 2024-05-01T00:00:00Z",
    "2024-02-29, 2024-02-29T00:00:00Z",
    "2024-05-06T07:08, 2024-05-06T07:08:00Z",
    "2024-05-06T07:08:09, 2024-05-06T07:08:09Z",
    "2024-05-06T07:08:09Z, 2024-05-06T07:08:09Z",
    "2024-05-06T07:08:09+02:00, 2024-05-06T05:08:09Z",
    "2024-05-06T07:08:09.5-04:30, 2024-05-06T11:38:09.500Z",
    "2024-05-06T07:08:09.123456789Z, 2024-05-06T07:08:09.123456789Z",
    "2024-05-06T07:08:09.999999999999Z, 2024-05-06T07:08:09.999999999Z",
    "2016-12-31T23:59:60Z, 2016-12-31T23:59:59Z"
  })
  void aDateMeansItsFirstMomentAsPreciseAsItIs(String text, Instant moment) {
    assertThat(FhirDate.earliest(text)).hasValue(moment);
    assertThat(FhirDate.isImpossible(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29",
        "2024-02-30",
        "2024-04-31",
        "2024-13",
        "2024-00",
        "2024-01-00",
        "2024-01-01T24:00:00Z",
        "2024-01-01T23:60:00Z",
        "2024-01-01T23:59:61Z",
        "2024-01-01T23:59:99Z",
        "2024-01-01T00:00:00+19:00"
      })
  void aDayOrTimeThatDoesNotExistIsImpossible(String text) {
    assertThat(FhirDate.isImpossible(text)).isTrue();
    assertThat(FhirDate.earliest(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "about 1970",
        "70",
        "2024-5-6",
        "06.05.2024",
        "2024-05-06 07:08",
        "2024-05-06T07",
        "2024-05-06T07:08:091",
        "2024-05-06T07:08:09.",
        "2024-05Z",
        "12024-05-06",
        "٢٠٢٤"
      })
  void otherTextsAreNoDatesAndNotImpossibleEither(String text) {
    assertThat(FhirDate.earliest(text)).isEmpty();
    assertThat(FhirDate.isImpossible(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "birthDate, true",
    "effectiveDateTime, true",
    "valueDate, true",
    "effectiveInstant, true",
    "start, true",
    "issued, true",
    "started, true",
    "status, false",
    "comment, false",
    "valueString, false",
    "update, false"
  })
  void theNameOfAnElementTellsWhetherItHoldsDates(String name, boolean date) {
    assertThat(FhirDate.isDateElement(name)).isEqualTo(date);
  }
}
