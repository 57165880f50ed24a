package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetter.Discarded;
import io.distributary.schemas.Defect;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadLetterRoutesTest {
  private static final String ANN = "{\"resourceType\":\"Patient\",\"id\":\"ann\"}";

  private final MemoryHub hub = new MemoryHub();

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void lettersAreListedAndShown() {
    // Given
    hub.letters.add(letter("document", 4711));
    hub.letters.add(letter("wide-column", 4712));

    // When
    String all = hub.get("/dead-letters").body();
    String some = hub.get("/dead-letters?view=wide-column").body();
    String one = hub.get("/dead-letters/document.r1.0.4711").body();

    // Then
    assertThat(all)
        .contains("document.r1.0.4711", "wide-column.r1.0.4712")
        .endsWith("],\"total\":2,\"truncated\":false}");
    assertThat(some).doesNotContain("document.r1.0.4711");
    assertThat(one)
        .isEqualTo(
            "{\"id\":\"document.r1.0.4711\",\"view\":\"document\",\"subject\":\"Patient/ann\",\"position\":\"0@4711\",\"reason\":\"malformed-json\",\"message\":\"The"
                + " text is not one JSON"
                + " value.\",\"at\":\"2026-03-04T05:06:07.089Z\",\"superseded\":false}");
  }

  @Test
  void listIsCutAtItsLimitAndSaysSo() {
    // Given
    for (int i = 0; i < 1_001; i++) {
      hub.letters.add(letter("document", i));
    }

    // Then
    assertThat(hub.get("/dead-letters").body())
        .contains("document.r1.0.999\"")
        .doesNotContain("document.r1.0.1000\"")
        .endsWith("\"total\":1001,\"truncated\":true}");
    assertThat(hub.get("/dead-letters?limit=10000").body())
        .contains("document.r1.0.1000\"")
        .endsWith("\"total\":1001,\"truncated\":false}");
  }

  @Test
  void lettersOfOneResourceAreFound() {
    // Given
    hub.letters.add(letter("document", 1));
    hub.letters.add(letter("document", 2, "Patient/bob"));

    // When
    String found = hub.get("/dead-letters?subject=Patient/bob").body();

    // Then
    assertThat(found).contains("document.r1.0.2", "\"total\":1").doesNotContain("Patient/ann");
  }

  @Test
  void redrivenLetterIsGoneAndItsEventIsInTheView() {
    // Given
    hub.log.hold(true);
    hub.put("/fhir/Patient/ann", ANN);
    hub.letters.add(letter("wide-column", 0));

    // When
    HttpResponse<String> first = hub.post("/dead-letters/wide-column.r1.0.0/redrive", "");
    HttpResponse<String> second = hub.post("/dead-letters/wide-column.r1.0.0/redrive", "");

    // Then
    assertThat(first.body())
        .isEqualTo("{\"redriven\":1,\"rejected\":0,\"failed\":[],\"next\":null}");
    assertThat(second.statusCode()).isEqualTo(404);
    assertThat(hub.letters.all()).isEmpty();
    assertThat(hub.get("/fhir/Patient/ann/_history").body()).contains("\"total\":1");
  }

  @Test
  void redrivingManyGoesOnWhereItEnded() {
    // Given
    for (int i = 0; i < 5; i++) {
      hub.put("/fhir/Patient/ann", ANN);
      hub.letters.add(letter("document", i));
    }

    // When
    String first = hub.post("/dead-letters/redrive", "{\"all\":true,\"limit\":3}").body();
    String second =
        hub.post("/dead-letters/redrive", "{\"all\":true,\"after\":\"document.r1.0.2\"}").body();

    // Then
    assertThat(first)
        .isEqualTo("{\"redriven\":3,\"rejected\":0,\"failed\":[],\"next\":\"document.r1.0.2\"}");
    assertThat(second).startsWith("{\"redriven\":2,").endsWith("\"next\":null}");
  }

  @Test
  void letterWhoseEventTheLogHasNotStays() {
    // Given
    hub.letters.add(letter("document", 4711));

    // When
    HttpResponse<String> answer = hub.post("/dead-letters/redrive", "{\"view\":\"document\"}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .startsWith("{\"redriven\":0,\"rejected\":0,")
        .contains("{\"id\":\"document.r1.0.4711\",\"reason\":\"event-gone\"");
    assertThat(hub.letters.all()).hasSize(1);
  }

  @Test
  void viewThatIsNotOpenIsSaidAndHoldsNoOtherUp() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.letters.add(letter("document", 0));
    hub.letters.add(letter("wide-column", 0));
    hub.readers.remove("document");

    // When
    HttpResponse<String> answer = hub.post("/dead-letters/redrive", "{\"all\":true}");

    // Then
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    assertThat(answer.body())
        .contains("\"redriven\":1", "{\"id\":\"document.r1.0.0\",\"reason\":\"view-not-open\"");
    assertThat(hub.letters.all())
        .extracting(DeadLetter::revision)
        .containsExactly(RevisionId.first("document"));
  }

  @Test
  void whileKafkaTakesNothingLettersStay() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.letters.add(letter("document", 0));
    hub.letters.away(true);

    // Then
    assertThat(hub.post("/dead-letters/redrive", "{\"all\":true}").statusCode()).isEqualTo(503);
    assertThat(hub.post("/dead-letters/discard", "{\"all\":true,\"reason\":\"Old.\"}").statusCode())
        .isEqualTo(503);
    assertThat(hub.letters.all()).containsExactly(letter("document", 0));
  }

  @Test
  void discardedLetterIsHiddenKeepsItsReasonAndCanStillBeRedriven() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.letters.add(letter("document", 0));

    // When
    HttpResponse<String> answer =
        hub.send("DELETE", "/dead-letters/document.r1.0.0", "{\"reason\":\" A test record. \"}");

    // Then
    assertThat(answer.body()).contains("\"discarded\":{\"reason\":\"A test record.\",\"at\":\"");
    assertThat(hub.get("/dead-letters").body()).startsWith("{\"deadLetters\":[],\"total\":0");
    assertThat(hub.get("/dead-letters?discarded=true").body()).contains("A test record.");
    assertThat(hub.get("/views/document").body()).contains("\"deadLetters\":0");
    assertThat(hub.post("/dead-letters/redrive", "{\"all\":true}").body())
        .contains("\"redriven\":0");
    assertThat(hub.post("/dead-letters/document.r1.0.0/redrive", "").body())
        .contains("\"redriven\":1");
  }

  @Test
  void discardingTakesTheSameSelections() {
    // Given
    hub.letters.add(letter("document", 1));
    hub.letters.add(letter("document", 2, "Patient/bob"));
    hub.letters.add(letter("wide-column", 1));

    // When
    String answer =
        hub.post(
                "/dead-letters/discard",
                "{\"view\":\"document\",\"subject\":\"Patient/ann\",\"reason\":\"Settled.\"}")
            .body();

    // Then
    assertThat(answer).isEqualTo("{\"discarded\":1,\"next\":null}");
    assertThat(hub.letters.all())
        .filteredOn(letter -> letter.discarded().isPresent())
        .extracting(DeadLetter::id)
        .containsExactly("document.r1.0.1");
    assertThat(hub.letters.all().get(0).discarded()).map(Discarded::reason).contains("Settled.");
  }

  @Test
  void operatorsWordsStandInNoToString() {
    assertThat(letter("document", 0).discardedNow(new Discarded("Canary", InMemoryLog.NOW)))
        .asString()
        .doesNotContain("Canary");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DELETE | /dead-letters/document.r1.0.1 | | 400",
        "DELETE | /dead-letters/document.r1.0.1 | {} | 400",
        "DELETE | /dead-letters/document.r1.0.1 | {\"reason\":\"\"} | 400",
        "DELETE | /dead-letters/document.r1.0.1 | {\"reason\":\"  \"} | 400",
        "DELETE | /dead-letters/document.r1.0.1 | {\"reason\":7} | 400",
        "DELETE | /dead-letters/document.r1.0.1 | {\"reason\":\"x\",\"all\":true} | 400",
        "DELETE | /dead-letters/document.r1.0.9 | {\"reason\":\"x\"} | 404",
        "POST | /dead-letters/discard | {\"all\":true} | 400",
        "POST | /dead-letters/discard | {\"reason\":\"x\"} | 400",
        "POST | /dead-letters/redrive | | 400",
        "POST | /dead-letters/redrive | {} | 400",
        "POST | /dead-letters/redrive | [] | 400",
        "POST | /dead-letters/redrive | {\"all\":false} | 400",
        "POST | /dead-letters/redrive | {\"all\":\"yes\"} | 400",
        "POST | /dead-letters/redrive | {\"all\":true,\"view\":\"document\"} | 400",
        "POST | /dead-letters/redrive | {\"all\":true,\"reason\":\"x\"} | 400",
        "POST | /dead-letters/redrive | {\"all\":true,\"after\":\"forged\"} | 400",
        "POST | /dead-letters/redrive | {\"all\":true,\"limit\":0} | 400",
        "POST | /dead-letters/redrive | {\"all\":true,\"limit\":10001} | 400",
        "POST | /dead-letters/redrive | {\"view\":\"serach\"} | 404",
        "POST | /dead-letters/redrive | {\"view\":7} | 400",
        "POST | /dead-letters/redrive | {\"subject\":\"ann\"} | 400",
        "POST | /dead-letters/none/redrive | | 404",
        "POST | /dead-letters/document.r1.0.1 | | 405",
        "GET | /dead-letters?subject=ann | | 400",
        "GET | /dead-letters?limit=0 | | 400",
        "GET | /dead-letters?limit=-1 | | 400",
        "GET | /dead-letters?limit=1e3 | | 400",
        "GET | /dead-letters?limit=10001 | | 400",
        "GET | /dead-letters?limit=99999999999 | | 400",
        "GET | /dead-letters?discarded=maybe | | 400",
        "GET | /dead-letters?view=serach | | 404",
      })
  void wrongRequestsChangeNothing(String method, String path, String body, int status) {
    // Given
    hub.letters.add(letter("document", 1));

    // When
    HttpResponse<String> answer = hub.send(method, path, body);

    // Then
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(hub.letters.all()).containsExactly(letter("document", 1));
  }

  @Test
  void reasonMayHave500CharactersAndNoMore() {
    // Given
    hub.letters.add(letter("document", 1));

    // Then
    assertThat(discard("x".repeat(501)).statusCode()).isEqualTo(400);
    assertThat(discard("x".repeat(500)).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> discard(String reason) {
    return hub.send("DELETE", "/dead-letters/document.r1.0.1", "{\"reason\":\"" + reason + "\"}");
  }

  private static DeadLetter letter(String view, long offset) {
    return letter(view, offset, "Patient/ann");
  }

  private static DeadLetter letter(String view, long offset, String subject) {
    return DeadLetter.of(
        RevisionId.first(view),
        Version.of(0, offset, 0),
        Optional.of(ResourceId.parse(subject)),
        Defect.MALFORMED_JSON.reason(),
        InMemoryLog.NOW);
  }
}
