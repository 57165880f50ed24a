package io.distributary.schemas.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClinicalDateTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      value = {
        "|'issued':'2024-01-02','effectiveDateTime':'2024-01-01'|, effectiveDateTime, 2024-01-01",
        "|'recordedDate':'2024-01-02','onsetDateTime':'2024-01-01'|, onsetDateTime, 2024-01-01",
        "|'period':{'start':'2024-01-01','end':'2024-01-03'}|, period.start, 2024-01-01",
        "|'collection':{'collectedDateTime':'2024'}|, collection.collectedDateTime, 2024",
        "|'birthDate':'1970-05'|, birthDate, 1970-05"
      })
  void whatHappenedComesBeforeWhatWasWrittenDown(String fields, String path, String text)
      throws Exception {
    // When
    ClinicalDate date = date(fields).orElseThrow();

    // Then
    assertThat(date.path()).isEqualTo(path);
    assertThat(date.text()).isEqualTo(text);
    assertThat(date.earliest()).isEqualTo(FhirDate.earliest(text).orElseThrow());
  }

  @Test
  void whatIsNoDateIsPassedOverForTheNext() throws Exception {
    assertThat(date("'effectiveDateTime':'last summer','issued':'2024-01-02T03:04:05Z'"))
        .map(ClinicalDate::earliest)
        .hasValue(Instant.parse("2024-01-02T03:04:05Z"));
  }

  @Test
  void aResourceMayHaveNone() throws Exception {
    assertThat(date("'name':'General Hospital'")).isEmpty();
  }

  @Test
  void itsTextIsThePathAlone() throws Exception {
    assertThat(date("'birthDate':'1970-05-06'").orElseThrow()).hasToString("birthDate");
  }

  private static Optional<ClinicalDate> date(String fields) throws Exception {
    String json = "{'resourceType':'Basic','id':'a'," + fields + "}";
    return ClinicalDate.of(Resource.parse(json.replace('\'', '"').getBytes(UTF_8)));
  }
}
