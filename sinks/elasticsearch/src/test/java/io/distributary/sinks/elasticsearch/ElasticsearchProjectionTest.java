package io.distributary.sinks.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ElasticsearchProjectionTest {
  private static final String ZOE =
      """
      {"resourceType":"Patient","id":"z1","meta":{"lastUpdated":"2020-01-01T00:00:00Z"},
       "text":{"status":"generated","div":"<div>Seen <b>tw</b>ice &amp; w&#233;ll<script>alert('x')</script></div>"},
       "identifier":[{"system":"urn:mrn","value":"00-17"},{"value":"bare"}],
       "name":[{"family":"Müller-Smith","given":["Zoë","Ann"]}],
       "telecom":[{"system":"phone","value":"+1 (555) 123-4567"},{"system":"email","value":"Z@Example.org"}],
       "gender":"female","birthDate":"1974-12",
       "address":[{"line":["1 Main St"],"city":"Berlin","postalCode":"10115","country":"DE"}],
       "maritalStatus":{"coding":[{"system":"urn:ms","code":"M","display":"Married"}],"text":"married"}}
      """;

  private final ElasticsearchProjection projection = new ElasticsearchProjection();

  @Test
  void aPatientIsFoundByNameSoundIdentifierAndPlace() throws Exception {
    // When
    Map<String, Object> document = document(TestEvents.updated(7, ZOE));

    // Then
    assertThat(document)
        .containsEntry("key", "Patient/z1")
        .containsEntry("source", "urn:test:clinic")
        .containsEntry("deleted", false)
        .containsEntry("version", "7")
        .containsEntry("updated", "2026-01-02T03:04:05.678Z")
        .containsEntry("family", List.of("Müller-Smith"))
        .containsEntry("given", List.of("Zoë", "Ann"))
        .containsEntry("names", List.of("Zoë Ann Müller-Smith"))
        .containsEntry("familyPhonetic", List.of("MLR", "SM0", "XMT"))
        .containsEntry("identifiers", List.of("urn:mrn|00-17", "|bare"))
        .containsEntry("identifierValues", List.of("00-17", "bare"))
        .containsEntry("birthDate", List.of("1974-12"))
        .containsEntry("phoneDigits", List.of("15551234567"))
        .containsEntry("city", List.of("Berlin"));
  }

  @Test
  void codesTextsAndDatesAreGatheredFromWhereverTheyStand() throws Exception {
    // When
    Map<String, Object> document = document(TestEvents.updated(7, ZOE));

    // Then
    assertThat(document)
        .containsEntry("codes", List.of("urn:ms|M"))
        .containsEntry("codeValues", List.of("M"))
        .containsEntry("displays", List.of("Married"))
        .containsEntry("date", List.of("1974-12-01T00:00:00Z"))
        .containsEntry("dates", List.of("1974-12-01T00:00:00Z"));
    assertThat(document.get("text").toString())
        .contains("Seen twice & wéll", "Married", "married", "1 Main St")
        .doesNotContain("alert", "<");
  }

  @Test
  void aTombstoneKeepsNothingOfTheContent() throws Exception {
    // When
    Map<String, Object> document = document(TestEvents.deleted(8, "Patient/z1"));

    // Then
    assertThat(document)
        .containsOnlyKeys("type", "id", "key", "source", "deleted", "version", "updated", "hash")
        .containsEntry("deleted", true);
  }

  @Test
  void theHashComesOutOfTheStoredBytesAgain() throws Exception {
    // Given
    ElasticsearchDocument projected = projection.project(TestEvents.updated(7, ZOE)).orElseThrow();

    // When
    String again = ElasticsearchDocument.hashOf(parse(projected.json()));

    // Then
    assertThat(again).isEqualTo(projection.hash(projected)).hasSize(64);
  }

  @Test
  void theHashKnowsContentButNotVersion() {
    // Given
    String first = hash(TestEvents.updated(7, ZOE));

    // Then
    assertThat(hash(TestEvents.updated(8, ZOE))).isEqualTo(first);
    assertThat(hash(TestEvents.updated(7, ZOE.replace("Berlin", "Bonn")))).isNotEqualTo(first);
    assertThat(hash(TestEvents.deleted(7, "Patient/z1"))).isNotEqualTo(first);
  }

  @Test
  void longTextsAreCutBetweenCharactersAndNeverRefused() throws Exception {
    // Given a text of 300,002 chars whose cut falls into a surrogate pair
    String smiles = "x" + "\uD83D\uDE00".repeat(150_000);
    String json = "{\"resourceType\":\"Basic\",\"id\":\"b\",\"comment\":\"" + smiles + "\"}";

    // When
    Map<String, Object> document = document(TestEvents.updated(1, json));

    // Then
    String text = (String) ((List<?>) document.get("text")).get(0);
    assertThat(text).hasSize(ElasticsearchProjection.LONGEST_TEXT - 1);
    assertThat(Character.isLowSurrogate(text.charAt(text.length() - 1))).isTrue();
  }

  @Test
  void elementsMayBeSingleOrOfAnotherKindThanUsual() throws Exception {
    // Given
    String json =
        "{\"resourceType\":\"Organization\",\"id\":\"o\",\"name\":\"St. Jude\",\"identifier\":{\"value\":\"1\"},"
            + "\"telecom\":\"none\",\"address\":{\"city\":[\"A\",\"B\"]}}";

    // When
    Map<String, Object> document = document(TestEvents.updated(1, json));

    // Then
    assertThat(document)
        .containsEntry("names", List.of("St. Jude"))
        .containsEntry("identifiers", List.of("|1"))
        .containsEntry("city", List.of("A", "B"))
        .doesNotContainKeys("family", "telecom");
  }

  private String hash(Event event) {
    return projection.hash(projection.project(event).orElseThrow());
  }

  private Map<String, Object> document(Event event) throws Exception {
    return parse(projection.project(event).orElseThrow().json());
  }

  private static Map<String, Object> parse(byte[] json) throws Exception {
    return Json.parseObject(json, JsonLimits.RESOURCE);
  }
}
