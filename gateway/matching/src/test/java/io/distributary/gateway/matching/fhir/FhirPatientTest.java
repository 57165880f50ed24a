package io.distributary.gateway.matching.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FhirPatientTest {
  private static PatientRecord record(String json) throws InvalidResourceException {
    return FhirPatient.record("p", Json.parseObject(json.getBytes(UTF_8), JsonLimits.RESOURCE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"link\":[{\"type\":\"seealso\"},{\"type\":\"replaced-by\"}]} | true",
        "{\"link\":[{\"type\":\"replaces\"}]} | false",
        "{\"link\":\"replaced-by\"} | false",
        "{} | false"
      })
  void patientWhosePlaceAnotherHasTakenIsSeen(String json, boolean replaced) throws Exception {
    assertThat(FhirPatient.isReplaced(Json.parseObject(json.getBytes(UTF_8), JsonLimits.RESOURCE)))
        .isEqualTo(replaced);
  }

  @Test
  void everyElementThatTellsPeopleApartIsTaken() throws InvalidResourceException {
    PatientRecord record =
        record(
            """
            {"resourceType":"Patient","id":"p","gender":"female","birthDate":"1980-03-07",
             "name":[{"use":"official","family":"Lee","given":["Ann","Mary"]},
                     {"use":"maiden","family":"Kim","given":["Ann"]},
                     {"text":"Annie Lee"}],
             "identifier":[{"system":"http://hl7.org/fhir/sid/us-ssn","value":"523-45-6780"},
                           {"system":"urn:mrn","value":"A-1234"},{"value":"99887"}],
             "telecom":[{"system":"phone","value":"617 555 0199"},
                        {"system":"email","value":"ann@lee.org"},{"system":"fax","value":"1"}],
             "address":[{"line":["12 Main Street","Apt 4"],"city":"Boston","state":"MA",
                         "postalCode":"02139","country":"US"}],
             "extension":[{"url":"http://hl7.org/fhir/StructureDefinition/patient-birthPlace",
                           "valueAddress":{"city":"Seoul"}}]}
            """);
    assertThat(record.all(Attribute.GIVEN)).containsExactly("Ann", "Ann");
    assertThat(record.all(Attribute.MIDDLE)).containsExactly("Mary");
    assertThat(record.all(Attribute.FAMILY)).containsExactly("Lee");
    assertThat(record.all(Attribute.MAIDEN)).containsExactly("Kim");
    assertThat(record.all(Attribute.FULL_NAME)).containsExactly("Annie Lee");
    assertThat(record.all(Attribute.BIRTH_DATE)).containsExactly("1980-03-07");
    assertThat(record.all(Attribute.GENDER)).containsExactly("female");
    assertThat(record.all(Attribute.SSN)).containsExactly("523-45-6780");
    assertThat(record.all(Attribute.IDENTIFIER)).containsExactly("urn:mrn|A-1234", "|99887");
    assertThat(record.all(Attribute.PHONE)).containsExactly("617 555 0199");
    assertThat(record.all(Attribute.EMAIL)).containsExactly("ann@lee.org");
    assertThat(record.all(Attribute.LINE)).containsExactly("12 Main Street");
    assertThat(record.all(Attribute.LINE2)).containsExactly("Apt 4");
    assertThat(record.all(Attribute.CITY)).containsExactly("Boston");
    assertThat(record.all(Attribute.STATE)).containsExactly("MA");
    assertThat(record.all(Attribute.POSTAL_CODE)).containsExactly("02139");
    assertThat(record.all(Attribute.COUNTRY)).containsExactly("US");
    assertThat(record.all(Attribute.BIRTH_PLACE)).containsExactly("Seoul");
  }

  @Test
  void whatIsNotAsFhirSaysIsPassedOver() throws InvalidResourceException {
    PatientRecord record =
        record(
            """
            {"resourceType":"Patient","name":"Ann","birthDate":1980,"gender":["f"],
             "identifier":[{"system":7,"value":1}],"telecom":{"system":"phone"},
             "address":["Boston"],"extension":[null]}
            """);
    for (Attribute attribute : Attribute.values()) {
      assertThat(record.all(attribute)).as(attribute.word()).isEmpty();
    }
  }
}
