package io.distributary.schemas.fhir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferencesTest {
  @ParameterizedTest
  @CsvSource({
    "Patient/p-1, Patient/p-1",
    "Patient/p-1/_history/4, Patient/p-1",
    "Organization/a.b, Organization/a.b"
  })
  void aLiteralReferenceNamesAResource(String text, String target) {
    assertThat(References.literal(text)).hasValue(ResourceId.parse(target));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "#p-1",
        "#",
        "https://example.org/fhir/Patient/p-1",
        "urn:uuid:0b6a4b8e-0000-4000-8000-000000000000",
        "urn:oid:1.2.3",
        "Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|999",
        "Patient/p-1?x=y",
        "/Patient/p-1",
        "Patient/p-1#part",
        "Patient",
        "../Patient/p-1"
      })
  void anyOtherReferenceIsLegalAndNotLiteral(String text) {
    assertThat(References.literal(text)).isEmpty();
  }

  @Test
  void theyAreFoundWhereverTheyStandInOrderAndWithTheirPath() throws Exception {
    // Given
    Map<String, Object> tree =
        tree(
            "{'subject':{'reference':'Patient/p'},"
                + "'participant':[{'individual':{'reference':'Practitioner/a'}},"
                + "{'individual':[{'reference':'Practitioner/b'},{'reference':'Practitioner/a'}]}],"
                + "'extension':[{'valueReference':{'reference':'Group/g'}}]}");

    // Then
    assertThat(References.of(tree))
        .extracting(reference -> reference.path() + " " + reference.target())
        .containsExactly(
            "subject Patient/p",
            "participant_individual Practitioner/a",
            "participant_individual Practitioner/b",
            "participant_individual Practitioner/a",
            "extension_valueReference Group/g");
  }

  @Test
  void thoseOfContainedResourcesAndThoseThatAreNoTextsAreLeftOut() throws Exception {
    Map<String, Object> tree =
        tree(
            "{'contained':[{'subject':{'reference':'Patient/p'}}],"
                + "'a':{'reference':{'reference':'Patient/q'}},'b':{'reference':null},"
                + "'c':{'reference':['Patient/r']}}");

    assertThat(References.of(tree))
        .extracting(reference -> reference.target().toString())
        .containsExactly("Patient/q");
  }

  @Test
  void rewritingReplacesWhatIsKnownAndKeepsTheRestAsItIs() throws Exception {
    // Given
    Map<String, Object> tree =
        tree(
            "{'n':1.10,'contained':[{'a':{'reference':'urn:uuid:1'}}],"
                + "'b':[{'reference':'urn:uuid:1','display':'urn:uuid:1'},{'reference':'#x'}]}");

    // When
    Map<String, Object> rewritten =
        References.rewrite(
            tree, text -> text.equals("urn:uuid:1") ? Optional.of("Patient/p") : Optional.empty());

    // Then
    assertThat(Json.text(rewritten))
        .isEqualTo(
            ("{'n':1.10,'contained':[{'a':{'reference':'Patient/p'}}],"
                    + "'b':[{'reference':'Patient/p','display':'urn:uuid:1'},{'reference':'#x'}]}")
                .replace('\'', '"'));
  }

  private static Map<String, Object> tree(String json) throws Exception {
    return Json.parseObject(json.replace('\'', '"').getBytes(UTF_8), JsonLimits.RESOURCE);
  }
}
