package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.verify.Report.Names;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyRoutesTest {
  private static final String PATH = "/views/document/verify";

  private final MemoryHub hub = new MemoryHub();

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void verificationBeginsWithoutABodyAndIsShown() {
    // When
    HttpResponse<String> begun = hub.send("POST", PATH, null);
    // Then
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(begun.body())
        .startsWith(
            "{\"view\":\"document\",\"revision\":1,\"repair\":false,\"state\":\"RUNNING\",\"phase\":\"COMPARING\"")
        .contains("\"progress\":{\"toRead\":10,\"read\":10,\"compared\":3,\"open\":0}");
    assertThat(hub.get(PATH).body()).isEqualTo(begun.body());
  }

  @Test
  void revisionAndRepairAreAskedForInTheBody() {
    assertThat(hub.post(PATH, "{\"repair\":true,\"revision\":2}").body())
        .contains("\"revision\":2,\"repair\":true");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"repair\":1}",
        "{\"revision\":\"x\"}",
        "{\"revision\":null}",
        "{\"revision\":0}",
        "{\"mend\":true}",
        "[]",
        "{"
      })
  void anotherBodyIsRefused(String body) {
    assertThat(hub.post(PATH, body).statusCode()).isEqualTo(400);
    assertThat(hub.get(PATH).statusCode()).isEqualTo(404);
  }

  @Test
  void secondOneAtATimeIsAConflict() {
    // Given
    hub.post(PATH, "{}");
    // When
    HttpResponse<String> second = hub.post(PATH, "{}");
    // Then
    assertThat(second.statusCode()).isEqualTo(409);
    assertThat(second.body()).contains("View 'document' is being verified already.");
    assertThat(hub.post("/views/wide-column/verify", "{}").statusCode()).isEqualTo(202);
  }

  @Test
  void whatWasFoundIsNamedAndCounted() {
    // When
    hub.verifications.end("document", new Names(3, List.of("Patient/ann", "Patient/ben")));
    // Then
    assertThat(hub.get(PATH).body())
        .contains(
            "\"state\":\"DONE\"",
            "\"checked\":4,\"missing\":[\"Patient/ann\",\"Patient/ben\"],\"extra\":[],\"different\":[],\"stale\":[]",
            "\"counts\":{\"missing\":3,",
            "\"truncated\":true");
  }

  @Test
  void verificationCanBeCancelled() {
    // Given
    hub.post(PATH, "{}");
    // When
    HttpResponse<String> cancelled = hub.delete(PATH);
    // Then
    assertThat(cancelled.statusCode()).isEqualTo(200);
    assertThat(cancelled.body()).contains("\"state\":\"CANCELLED\"");
  }

  @Test
  void unknownViewsAndThoseNeverVerifiedAreNotFound() {
    assertThat(hub.post("/views/nosuch/verify", "{}").statusCode()).isEqualTo(404);
    assertThat(hub.get(PATH).statusCode()).isEqualTo(404);
    assertThat(hub.delete(PATH).statusCode()).isEqualTo(404);
  }
}
