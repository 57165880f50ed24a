package io.distributary.cli.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.cli.StubGateway;
import io.distributary.cli.StubGateway.Fault;
import io.distributary.cli.client.GatewayClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IngestTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("distributary.root", "../.."), "compose/sample");

  @TempDir private Path folder;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private StubGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new StubGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void everyResourceOfTheSampleArrivesWithLiteralReferences() throws Exception {
    // When
    boolean all = ingest(SAMPLE);

    // Then
    assertThat(all).as(said()).isTrue();
    assertThat(gateway.resources()).hasSize(10_580);
    assertThat(references(gateway.resources().values()))
        .allSatisfy(reference -> assertThat(reference).doesNotContain("?", "urn:uuid:"))
        .filteredOn(reference -> !reference.startsWith("#"))
        .allSatisfy(reference -> assertThat(gateway.resources()).containsKey(reference));
  }

  @Test
  void batchesAreBounded() throws Exception {
    ingest(SAMPLE);

    assertThat(gateway.batchSizes()).allMatch(size -> size <= 200);
    assertThat(gateway.order()).hasSize(10_580);
  }

  @Test
  void requestsSayWhereTheResourcesComeFrom() throws Exception {
    ingest(patients("p", 1));

    assertThat(gateway.lastHeaders())
        .containsEntry("distributary-source", "urn:test")
        .containsEntry("prefer", "return=minimal");
  }

  @Test
  void whatTheGatewayDoesNotTakeNowIsSentAgain() throws Exception {
    gateway.failNext(
        Fault.UNAVAILABLE,
        Fault.RESET,
        Fault.HALF_UNAVAILABLE,
        Fault.RESET_AFTER_THE_WORK,
        Fault.HALF_UNAVAILABLE);

    boolean all = ingest(patients("p", 1_000));

    assertThat(all).as(said()).isTrue();
    assertThat(gateway.resources()).hasSize(1_000);
  }

  @Test
  void whatIsRefusedIsNamedAndTheRestArrives() throws Exception {
    gateway.answerEntries(id -> id.endsWith("7") ? 422 : 201);

    boolean all = ingest(patients("p", 20));

    assertThat(all).isFalse();
    assertThat(gateway.resources()).hasSize(18);
    assertThat(said())
        .contains("2 resources were not sent", "Patient/p7: said so", "Patient/p17: said so");
  }

  @Test
  void batchRefusedAsAWholeIsHalvedUntilItFits() throws Exception {
    gateway.answerWholeBatches(size -> size > 30 ? 413 : 200);

    boolean all = ingest(patients("p", 200));

    assertThat(all).as(said()).isTrue();
    assertThat(gateway.resources()).hasSize(200);
  }

  @Test
  void whoeverIsNoGatewayIsGivenUpAtOnce() throws Exception {
    gateway.failNext(Fault.NOT_FOUND);

    boolean all = ingest(patients("p", 3));

    assertThat(all).isFalse();
    assertThat(said()).contains("Given up", "3 resources were not sent");
  }

  @Test
  void gatewayThatStaysAwayIsGivenUpInTheEnd() throws Exception {
    Path file = patients("p", 3);
    URI closed = gateway.url();
    gateway.close();

    boolean all = ingest(closed, Duration.ofMillis(300), file);

    assertThat(all).isFalse();
    assertThat(said()).contains("Given up", "has taken nothing");
  }

  @Test
  void lastOfTwoVersionsWins() throws Exception {
    Path first = patients("p", 300);
    Path second =
        write("second.ndjson", "{\"resourceType\":\"Patient\",\"id\":\"p5\",\"active\":true}");

    boolean all = ingest(first, second);

    assertThat(all).isTrue();
    assertThat(gateway.resources().get("Patient/p5")).containsEntry("active", true);
  }

  @Test
  void resourcesThatCannotBeSentAreNamedWithoutTheirContent() throws Exception {
    Path file =
        write(
            "odd.ndjson",
            """
            {"resourceType":"Patient","name":[{"family":"Canary-4711"}]}
            {"resourceType":"Patient","id":"../x"}
            {"note":"not FHIR"}
            {"resourceType":"Condition","id":"c","subject":{"reference":"Patient?identifier=urn:mrn|Canary-4711"}}
            {"resourceType":"Patient","id":"good"}
            """);

    boolean all = ingest(file, folder.resolve("missing.json"));

    assertThat(all).isFalse();
    assertThat(gateway.resources()).containsOnlyKeys("Patient/good");
    assertThat(said())
        .contains("4 resources were not sent", "resource 1, Patient", "Condition/c", "missing.json")
        .doesNotContain("Canary-4711");
  }

  @Test
  void hospitalsAndPractitionersGoFirst() throws Exception {
    write("a.json", "{}");
    write("hospital1.json.gz", "{}");
    write("practitioner1.ndjson", "{}");
    write("readme.txt", "{}");

    assertThat(InputFiles.of(List.of(folder)))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("hospital1.json.gz", "practitioner1.ndjson", "a.json");
  }

  private boolean ingest(Path... files) throws Exception {
    return ingest(gateway.url(), Duration.ofSeconds(60), files);
  }

  private boolean ingest(URI url, Duration retryFor, Path... files) throws Exception {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return new Ingest(List.of(files), new GatewayClient(url), "urn:test", retryFor, out, out, false)
        .run();
  }

  private String said() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path patients(String prefix, int count) throws IOException {
    return write(
        prefix + ".ndjson",
        IntStream.range(0, count)
            .mapToObj(i -> "{\"resourceType\":\"Patient\",\"id\":\"" + prefix + i + "\"}")
            .collect(Collectors.joining("\n")));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static List<String> references(Iterable<? extends Map<String, Object>> trees) {
    List<String> found = new java.util.ArrayList<>();
    trees.forEach(tree -> collect(tree, found));
    return found;
  }

  private static void collect(Object node, List<String> found) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals("reference") && value instanceof String text) {
              found.add(text);
            }
            collect(value, found);
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, found));
    }
  }
}
