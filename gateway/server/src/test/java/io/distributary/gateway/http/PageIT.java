package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.schemas.Defect;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The page, in a real browser where there is one. */
class PageIT {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private static Path profile;

  private static MemoryHub hub;
  private static Browser browser;

  @BeforeAll
  static void open() throws IOException {
    Optional<Path> program = Browser.find();
    assumeThat(program).as("No chromium on the PATH: the page was not looked at").isPresent();
    hub = new MemoryHub();
    for (int i = 0; i < 12; i++) {
      hub.put("/fhir/Patient/p" + i, patient(i));
    }
    hub.letters.add(
        DeadLetter.of(
            RevisionId.first("document"),
            Version.of(0, 4711, 3),
            Optional.of(ResourceId.parse("Patient/poison-1")),
            Defect.MALFORMED_JSON.reason(),
            InMemoryLog.NOW));
    browser = Browser.open(program.get(), profile, hub.uri("/"));
  }

  private static String patient(int i) {
    return "{\"resourceType\":\"Patient\",\"id\":\"p%d\",\"gender\":\"%s\",\"name\":[{\"family\":\"Example%d\"}],\"multipleBirthInteger\":1.10}"
        .formatted(i, i % 2 == 0 ? "female" : "male", i);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
      hub.close();
    }
  }

  @Test
  void viewsAreShownAndTheirLagMoves() throws IOException {
    // Given
    await().atMost(SOON).untilAsserted(() -> assertThat(lag()).isEqualTo("0"));
    assertThat(text("[data-view=wide-column]")).contains("wide-column", "running", "12");
    // When
    hub.log.hold(true);
    for (int i = 0; i < 7; i++) {
      hub.put("/fhir/Patient/p" + i, patient(i));
    }
    // Then
    await().atMost(SOON).untilAsserted(() -> assertThat(lag()).isEqualTo("7"));
    assertThat(text("[data-view=document]")).contains("catching up");
    hub.log.hold(false);
    await().atMost(SOON).untilAsserted(() -> assertThat(lag()).isEqualTo("0"));
    assertThat(browser.evaluate("document.querySelector('.spark path + path').getAttribute('d')"))
        .startsWith("M")
        .contains("L");
  }

  @Test
  void theExampleOfAViewIsAnswered() throws IOException {
    // Given
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(browser.evaluate("document.getElementById('body').value"))
                    .contains("\"type\""));
    // When
    browser.evaluate("document.getElementById('run').click()");
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(text("#result table")).contains("Example3", "female"));
    assertThat(text("#said")).contains("10 rows");
    browser.screenshot(Path.of("target", "page-light.png"));
    browser.prefer("dark");
    browser.screenshot(Path.of("target", "page-dark.png"));
    browser.evaluate("document.getElementById('as-json').click()");
    assertThat(text("#result pre")).contains("\"multipleBirthInteger\": 1.10");
  }

  @Test
  void aRefusedQueryIsExplained() {
    // Given
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(browser.evaluate("document.getElementById('body').value"))
                    .contains("\"type\""));
    // When
    browser.evaluate(
        "document.getElementById('body').value = '{\"evil\": 1}';"
            + " document.getElementById('run').click();"
            + " document.getElementById('example').click()");
    // Then
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(text("#said.wrong")).contains("Unknown field 'evil'"));
  }

  @Test
  void deadLettersAreListed() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(text("#dead"))
                    .contains("Patient/poison-1", "3@4711", "The text is not one JSON value."));
  }

  private static String lag() {
    return text("[data-view=document] .lag strong");
  }

  private static String text(String selector) {
    return browser.evaluate("(document.querySelector('" + selector + "') || {}).textContent");
  }
}
