package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.write.Write;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FhirReadWriteTest {
  private static final String ANN =
      "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"name\":[{\"family\":\"One\"}]}";
  private static final String THE_DAY = "Wed, 04 Mar 2026 05:06:07 GMT";
  private static final String A_DAY_BEFORE = "Tue, 03 Mar 2026 05:06:07 GMT";

  private MemoryHub hub;

  @BeforeEach
  void start() {
    hub = new MemoryHub();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  @Test
  void whatIsPutIsReadWithVersionAndTime() {
    // Given
    HttpResponse<String> put = hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> read = hub.get("/fhir/Patient/ann");
    // Then
    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(put.body()).isEqualTo(read.body());
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body())
        .isEqualTo(
            "{\"resourceType\":\"Patient\",\"id\":\"ann\",\"meta\":{\"versionId\":\"0\",\"lastUpdated\":\"2026-03-04T05:06:07.089Z\"},\"name\":[{\"family\":\"One\"}]}");
    assertThat(read.headers().map())
        .containsEntry("etag", List.of("W/\"0\""))
        .containsEntry("last-modified", List.of(THE_DAY))
        .containsEntry("distributary-view", List.of("document"))
        .containsKey("distributary-position");
    assertThat(put.headers().map())
        .containsEntry("location", List.of(hub.uri("/fhir/Patient/ann/_history/0").toString()))
        .containsKey("distributary-position");
  }

  @Test
  void aSecondPutIsNoCreation() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> second = hub.put("/fhir/Patient/ann", ANN, "Prefer", "return=minimal");
    // Then
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.body()).isEmpty();
  }

  @Test
  void digitsAndForeignMetaAreKept() {
    // Given
    String odd =
        "{\"resourceType\" : \"Observation\",\n"
            + " \"meta\":{\"versionId\":\"x\",\"profile\":[\"p\"]},"
            + " \"id\":\"o\",\"valueQuantity\":{\"value\":1.10}}";
    hub.put("/fhir/Observation/o", odd);
    // When
    String body = hub.get("/fhir/Observation/o").body();
    // Then
    assertThat(body)
        .contains(
            "\"meta\":{\"versionId\":\"0\",\"lastUpdated\":\"2026-03-04T05:06:07.089Z\",\"profile\":[\"p\"]}")
        .contains("1.10")
        .doesNotContain("\"x\"");
  }

  @Test
  void aPostGetsAnIdOfItsOwn() throws Exception {
    // When
    HttpResponse<String> created = hub.post("/fhir/Patient", ANN);
    // Then
    String id = (String) tree(created).get("id");
    assertThat(created.statusCode()).isEqualTo(201);
    assertThat(id).hasSize(36);
    assertThat(hub.get("/fhir/Patient/" + id).statusCode()).isEqualTo(200);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(404);
  }

  @Test
  void aDeletedResourceIsGoneAndMayComeAnew() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> deleted = hub.delete("/fhir/Patient/ann");
    // Then
    assertThat(deleted.statusCode()).isEqualTo(204);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(410);
    assertThat(hub.delete("/fhir/Patient/ann").statusCode()).isEqualTo(204);
    assertThat(hub.log.events()).hasSize(2);
    assertThat(hub.get("/fhir/Patient/ann/$everything").statusCode()).isEqualTo(410);
    assertThat(hub.put("/fhir/Patient/ann", ANN).statusCode()).isEqualTo(201);
  }

  @Test
  void aDeleteOfNothingIsNotFoundOnceTheViewIsUpToDate() {
    // Given
    int upToDate = hub.delete("/fhir/Patient/nobody").statusCode();
    hub.log.hold(true);
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> lagging = hub.delete("/fhir/Patient/ann");
    // Then
    assertThat(upToDate).isEqualTo(404);
    assertThat(lagging.statusCode()).isEqualTo(503);
    assertThat(lagging.headers().map()).containsKey("retry-after");
  }

  @Test
  void aResourceNeverMovesToAnotherPatient() {
    // Given
    String of =
        "{\"resourceType\":\"Condition\",\"id\":\"c\",\"subject\":{\"reference\":\"Patient/%s\"}}";
    hub.put("/fhir/Condition/c", of.formatted("ann"));
    // When
    HttpResponse<String> moved = hub.put("/fhir/Condition/c", of.formatted("bob"));
    // Then
    assertThat(moved.statusCode()).isEqualTo(422);
    assertThat(moved.body()).contains("OperationOutcome", "never changes");
    hub.delete("/fhir/Condition/c");
    assertThat(hub.put("/fhir/Condition/c", of.formatted("bob")).statusCode()).isEqualTo(201);
    assertThat(hub.log.events().get(1).key().toString()).isEqualTo("Patient/ann");
  }

  @Test
  void noWriteWaitsForAView() {
    // Given
    hub.readers.clear();
    // When
    HttpResponse<String> put = hub.put("/fhir/Patient/ann", ANN);
    // Then
    assertThat(put.statusCode()).isEqualTo(200);
    assertThat(hub.delete("/fhir/Patient/ann").statusCode()).isEqualTo(503);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(503);
  }

  @Test
  void aWriteThatTheLogDoesNotTakeIsToBeSentAgain() {
    // Given
    hub.log.away(true);
    // When
    HttpResponse<String> put = hub.put("/fhir/Patient/ann", ANN);
    // Then
    assertThat(put.statusCode()).isEqualTo(503);
    assertThat(put.headers().map()).containsKey("retry-after");
    assertThat(put.body()).contains("unknown");
  }

  @Test
  void historyHasEveryVersionTheNewestFirst() throws Exception {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.put("/fhir/Patient/ann", ANN.replace("One", "Two"));
    hub.delete("/fhir/Patient/ann");
    // When
    Map<String, Object> history = tree(hub.get("/fhir/Patient/ann/_history"));
    // Then
    List<?> entries = (List<?>) history.get("entry");
    assertThat(entries).hasSize(3);
    assertThat(Json.text(entries.get(0)))
        .contains("DELETE", "\"204\"")
        .doesNotContain("resource\"");
    assertThat(Json.text(entries.get(1))).contains("Two", "W/\\\"4096\\\"");
    assertThat(Json.text(entries.get(2))).contains("One");
    assertThat(hub.get("/fhir/Patient/ann/_history/0").body()).contains("One");
    assertThat(hub.get("/fhir/Patient/ann/_history/8192").statusCode()).isEqualTo(410);
    assertThat(hub.get("/fhir/Patient/ann/_history/77").statusCode()).isEqualTo(404);
    assertThat(hub.get("/fhir/Patient/ann/_history/abc").statusCode()).isEqualTo(404);
    assertThat(hub.get("/fhir/Patient/nobody/_history").statusCode()).isEqualTo(404);
  }

  @Test
  void aBatchIsAnsweredThoughAnEntryCannotBeRendered() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    Readers readers = hub.readers.get("document");
    ResourceReader sound = readers.resource().orElseThrow();
    hub.readers.put("document", readers.withResource(new BrokenReader(sound)));
    String entry = "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/ann\"}}";
    // When
    HttpResponse<String> answer =
        hub.post(
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":["
                + String.join(",", Collections.nCopies(5, entry))
                + "]}");
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().split("500 Internal Server Error", -1)).hasSize(6);
  }

  /** Gives bytes that are no JSON. */
  private record BrokenReader(ResourceReader sound) implements ResourceReader {
    @Override
    public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
      return sound
          .read(id, context)
          .map(stored -> StoredResource.of(stored.head(), new byte[] {'{', '"'}));
    }

    @Override
    public void readAll(
        Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
        throws SinkException {
      sound.readAll(ids, context, visitor);
    }

    @Override
    public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
        throws SinkException {
      return sound.heads(ids, context);
    }
  }

  @Test
  void aChartIsWholeWhereverItsPiecesEnd() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    int around = hub.get("/fhir/Patient/ann/$everything").body().length() - "One".length();
    for (int length = (64 << 10) - 2; length < (64 << 10) + 16; length++) {
      String name = "x".repeat(length - around);
      hub.put("/fhir/Patient/ann", ANN.replace("One", name));
      // When
      String chart = hub.get("/fhir/Patient/ann/$everything").body();
      // Then
      assertThat(chart)
          .startsWith("{\"resourceType\":\"Bundle\"")
          .contains("\"" + name + "\"")
          .endsWith("],\"total\":1}");
    }
  }

  @Test
  void aChartEndsWithTheConnectionWhereNothingElseSaysThatItEnds() throws Exception {
    // Given
    hub.put("/fhir/Patient/ann", ANN.replace("One", "x".repeat(200_000)));
    String request =
        "GET /fhir/Patient/ann/$everything HTTP/1.0\r\nHost: 127.0.0.1\r\n"
            + "Connection: keep-alive\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      socket.setSoTimeout(10_000);
      // When
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      // Then
      assertThat(answer).startsWith("HTTP/1.0 200").endsWith("],\"total\":1}");
    }
  }

  @Test
  void everythingIsWhatIsKeyedToThePatient() throws Exception {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.put("/fhir/Patient/bob", ANN.replace("ann", "bob"));
    for (int i = 0; i < 3000; i++) {
      String text = "x".repeat(200);
      hub.log.append(
          ResourceId.parse("Patient/ann"),
          Write.put(
                  ResourceId.parse("Observation/o" + i),
                  ("{\"resourceType\":\"Observation\",\"id\":\"o"
                          + i
                          + "\",\"subject\":{\"reference\":\"Patient/ann\"},\"note\":[{\"text\":\""
                          + text
                          + "\"}]}")
                      .getBytes(StandardCharsets.UTF_8),
                  "urn:test")
              .event());
    }
    // When
    HttpResponse<String> chart = hub.get("/fhir/Patient/ann/$everything");
    // Then
    assertThat(chart.statusCode()).isEqualTo(200);
    Map<String, Object> bundle = tree(chart);
    assertThat((List<?>) bundle.get("entry")).hasSize(3001);
    assertThat(bundle.get("total")).hasToString("3001");
    assertThat(chart.headers().map()).containsEntry("distributary-view", List.of("document"));
    assertThat(hub.get("/fhir/Patient/nobody/$everything").statusCode()).isEqualTo(404);
    assertThat(hub.get("/fhir/Patient/ann/$everything?_count=5").statusCode()).isEqualTo(400);
    assertThat(
            hub.get("/fhir/Patient/ann/$everything?_count=5", "Prefer", "handling=lenient")
                .statusCode())
        .isEqualTo(200);
    assertThat(hub.get("/fhir/Observation/o1/$everything").statusCode()).isEqualTo(400);
  }

  @Test
  void aChartThatBreaksOffNeverLooksWhole() {
    // Given
    hub.put("/fhir/Patient/ann", ANN.replace("One", "x".repeat(100_000)));
    Readers readers = hub.readers.get("document");
    hub.readers.put(
        "document",
        readers.withChart(
            (key, from, context, visitor) -> {
              for (int i = 0; i < 20; i++) {
                visitor.visit(readers.resource().orElseThrow().read(key, context).orElseThrow());
              }
              throw new Failure(Action.RETRY, new Reason("store-away", "The store is unreachable."))
                  .exception();
            }));
    // Then
    assertThatThrownBy(() -> hub.get("/fhir/Patient/ann/$everything"))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(200);
  }

  @Test
  void aBatchDoesWhatItCanInItsOrder() throws Exception {
    // Given
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
         {"request":{"method":"PUT","url":"Patient/ann"},"resource":%s},
         {"resource":{"resourceType":"Patient"},"request":{"method":"POST","url":"Patient"}},
         {"request":{"method":"PUT","url":"Patient/other"},"resource":%s},
         {"request":{"method":"PUT","url":"Patient/ann","ifMatch":"W/\\"1\\""},"resource":%s},
         {"request":{"method":"GET","url":"Patient?name=x"}},
         {"request":{"method":"PUT","url":"Patient?identifier=1"},"resource":%s},
         {"request":{"method":"DELETE","url":"Patient/ann"}}]}
        """
            .formatted(ANN, ANN, ANN, ANN);
    // When
    HttpResponse<String> answer = hub.post("/fhir", batch);
    // Then
    assertThat(answer.statusCode()).isEqualTo(200);
    List<?> entries = (List<?>) tree(answer).get("entry");
    assertThat(entries.stream().map(entry -> status(entry)))
        .containsExactly("201", "201", "400", "422", "422", "422", "204");
    assertThat(Json.text(entries.get(3))).contains("request.ifMatch");
    assertThat(hub.log.events()).hasSize(3);
    assertThat(hub.get("/fhir/Patient/ann").statusCode()).isEqualTo(410);
  }

  @Test
  void readsOfABatchSeeItsWritesWhereverTheyStand() throws Exception {
    // Given
    hub.put("/fhir/Patient/bob", ANN.replace("ann", "bob"));
    hub.put("/fhir/Patient/bob", ANN.replace("ann", "bob").replace("One", "Two"));
    hub.put("/fhir/Patient/eve", ANN.replace("ann", "eve"));
    hub.delete("/fhir/Patient/eve");
    String batch =
        """
        {"resourceType":"Bundle","type":"batch","entry":[
         {"request":{"method":"GET","url":"Patient/ann"}},
         {"request":{"method":"GET","url":"Patient/bob/_history/0"}},
         {"request":{"method":"HEAD","url":"Patient/bob"}},
         {"request":{"method":"GET","url":"Patient/eve"}},
         {"request":{"method":"GET","url":"Patient/nobody"}},
         {"request":{"method":"GET","url":"Patient/bob/_history/x"}},
         {"request":{"method":"GET","url":"Nonsense/bob"}},
         {"request":{"method":"PUT","url":"Patient/ann"},"resource":%s}]}
        """
            .formatted(ANN);
    // When
    HttpResponse<String> answer = hub.post("/fhir", batch);
    // Then
    List<?> entries = (List<?>) tree(answer).get("entry");
    assertThat(entries.stream().map(entry -> status(entry)))
        .containsExactly("200", "200", "200", "410", "404", "404", "404", "201");
    assertThat(entries.stream().map(entry -> ((Map<?, ?>) entry).containsKey("resource")))
        .containsExactly(true, true, false, false, false, false, false, false);
    assertThat(((Map<?, ?>) entries.get(0)).get("resource"))
        .isEqualTo(tree(hub.get("/fhir/Patient/ann")));
    assertThat(Json.text(entries.get(1)))
        .contains(
            "One", "\"etag\":\"W/\\\"0\\\"\"", "\"lastModified\":\"2026-03-04T05:06:07.089Z\"");
    assertThat(Json.text(entries.get(2))).contains("W/\\\"4096\\\"");
    assertThat(Json.text(entries.get(3))).contains("OperationOutcome", "deleted");
  }

  @Test
  void whatABatchMayNotReadIsSaid() throws Exception {
    // Given
    List<String> urls =
        List.of(
            "Patient",
            "Patient?name=x",
            "Patient/ann/_history",
            "Patient/ann/$everything",
            "metadata");
    String entries =
        urls.stream()
            .map(url -> "{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}")
            .collect(Collectors.joining(","));
    // When
    HttpResponse<String> answer =
        hub.post(
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}");
    // Then
    assertThat((List<?>) tree(answer).get("entry"))
        .hasSize(urls.size())
        .allSatisfy(
            entry -> {
              assertThat(status(entry)).isEqualTo("422");
              assertThat(Json.text(entry)).contains("Type/id", "request.url");
            });
  }

  @Test
  void aBatchHasNoMoreThanSixteenMebibytesOfResources() throws Exception {
    // Given
    hub.put("/fhir/Patient/ann", ANN.replace("One", "x".repeat(3 << 20)));
    String entries =
        String.join(
            ",",
            Collections.nCopies(8, "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/ann\"}}"));
    // When
    HttpResponse<String> answer =
        hub.post(
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}");
    // Then
    List<?> all = (List<?>) tree(answer).get("entry");
    assertThat(all.stream().map(entry -> status(entry)))
        .containsExactlyInAnyOrder("200", "200", "200", "200", "200", "413", "413", "413");
    assertThat(answer.body()).contains("too-costly", "Ask for this one by itself");
    assertThat(answer.body()).hasSizeLessThan(17 << 20);
  }

  @Test
  void readsOfABatchThatNobodyAnswersAreToldOneByOne() throws Exception {
    // Given
    hub.readers.clear();
    String entries =
        String.join(
            ",",
            Collections.nCopies(
                20_000, "{\"request\":{\"method\":\"GET\",\"url\":\"Patient/ann\"}}"));
    // When
    HttpResponse<String> answer =
        hub.post(
            "/fhir",
            "{\"resourceType\":\"Bundle\",\"type\":\"batch\",\"entry\":[" + entries + "]}");
    // Then
    assertThat((List<?>) tree(answer).get("entry"))
        .hasSize(20_000)
        .allSatisfy(entry -> assertThat(status(entry)).isEqualTo("503"));
  }

  @Test
  void theStatementIsNotSentAgainToWhoHasIt() {
    // Given
    HttpResponse<String> first = hub.get("/fhir/metadata");
    String tag = first.headers().firstValue("ETag").orElseThrow();
    // When
    HttpResponse<String> again = hub.get("/fhir/metadata", "If-None-Match", "\"x\", " + tag);
    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);
    assertThat(hub.get("/fhir/metadata", "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
  }

  static Stream<List<String>> held() {
    return Stream.of(
        List.of("If-None-Match", "W/\"0\""),
        List.of("If-None-Match", "\"0\""),
        List.of("If-None-Match", "*"),
        List.of("If-None-Match", "\"x\",W/\"0\" , \"y\""),
        List.of("If-None-Match", "\"x\"", "If-None-Match", "W/\"0\""),
        List.of("If-None-Match", "W/\"0\"", "Cache-Control", "no-cache"),
        List.of("If-None-Match", "W/\"0\"", "If-Modified-Since", A_DAY_BEFORE));
  }

  @ParameterizedTest
  @MethodSource("held")
  void aClientThatHasTheVersionIsNotSentItAgain(List<String> headers) {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    String[] conditions = headers.toArray(String[]::new);
    // When
    HttpResponse<String> again = hub.get("/fhir/Patient/ann", conditions);
    // Then
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().map())
        .containsEntry("etag", List.of("W/\"0\""))
        .containsEntry("last-modified", List.of(THE_DAY))
        .containsKey("distributary-position");
    assertThat(hub.send("HEAD", "/fhir/Patient/ann", null, conditions).statusCode()).isEqualTo(304);
    assertThat(hub.get("/fhir/Patient/ann/_history/0", conditions).statusCode()).isEqualTo(304);
  }

  static Stream<List<String>> notHeld() {
    return Stream.of(
        List.of("If-None-Match", "W/\"1\""),
        List.of("If-None-Match", "W/\"00\", \"\", W/\"\""),
        List.of("If-None-Match", "0"),
        List.of("If-None-Match", ""),
        List.of("If-None-Match", "W/\"1\"", "If-Modified-Since", THE_DAY));
  }

  @ParameterizedTest
  @MethodSource("notHeld")
  void aClientThatDoesNotHaveTheVersionIsSentIt(List<String> headers) {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> read = hub.get("/fhir/Patient/ann", headers.toArray(String[]::new));
    // Then
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("One");
  }

  /** A date has seconds, and a resource may have several versions within one. */
  @Test
  void aDateAloneNeverHidesANewerVersion() {
    // Given
    String had = hub.put("/fhir/Patient/ann", ANN).headers().map().get("last-modified").get(0);
    hub.put("/fhir/Patient/ann", ANN.replace("One", "Two"));
    // When
    HttpResponse<String> read = hub.get("/fhir/Patient/ann", "If-Modified-Since", had);
    // Then
    assertThat(read.headers().firstValue("Last-Modified")).contains(had);
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).contains("Two");
  }

  @Test
  void whatIsGoneIsGoneForWhoHadItToo() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    hub.delete("/fhir/Patient/ann");
    // Then
    assertThat(hub.get("/fhir/Patient/ann", "If-None-Match", "*").statusCode()).isEqualTo(410);
    assertThat(hub.get("/fhir/Patient/nobody", "If-None-Match", "*").statusCode()).isEqualTo(404);
  }

  @Test
  void headHasTheHeadersAlone() {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> head = hub.send("HEAD", "/fhir/Patient/ann", null);
    // Then
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().map()).containsKey("etag");
  }

  @Test
  void prettyIsTheSameForPeople() throws Exception {
    // Given
    hub.put("/fhir/Patient/ann", ANN);
    // When
    HttpResponse<String> pretty = hub.get("/fhir/Patient/ann?_pretty=true&_format=json");
    // Then
    assertThat(pretty.body()).contains("\n  \"resourceType\": \"Patient\",\n");
    assertThat(tree(pretty)).isEqualTo(tree(hub.get("/fhir/Patient/ann")));
  }

  private static String status(Object entry) {
    Map<?, ?> response = (Map<?, ?>) ((Map<?, ?>) entry).get("response");
    return ((String) response.get("status")).substring(0, 3);
  }

  private static Map<String, Object> tree(HttpResponse<String> response) throws Exception {
    return Json.parseObject(
        response.body().getBytes(StandardCharsets.UTF_8),
        new JsonLimits(64 << 20, 100, 10_000_000));
  }
}
