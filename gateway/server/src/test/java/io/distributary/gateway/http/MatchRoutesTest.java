package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.schemas.Position;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.Readers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MatchRoutesTest {
  private static final String MATCH = "/fhir/Patient/$match";
  private static final String ANN =
      """
      {"resourceType":"Patient","id":"%s","name":[{"given":["%s"],"family":"Lee"}],
       "birthDate":"1980-03-07","gender":"female","telecom":[{"system":"phone","value":"617 555 0199"}],
       "address":[{"line":["12 Main Street"],"city":"Boston","postalCode":"02108"}]}""";
  private static final String NAME_AND_DAY =
      """
      {"resourceType":"Patient","name":[{"given":["Ann"],"family":"Lee"}],"birthDate":"1980-03-07"}""";

  private MemoryHub hub;

  @BeforeEach
  void start() {
    hub = new MemoryHub();
    hub.awaitPatientIndex();
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private void register(String id, String given) {
    assertThat(hub.put("/fhir/Patient/" + id, ANN.formatted(id, given)).statusCode())
        .isEqualTo(201);
    hub.awaitPatientIndex();
  }

  private static String parameters(String patient, String... more) {
    return "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":"
        + patient
        + "}"
        + String.join("", List.of(more).stream().map(each -> "," + each).toList())
        + "]}";
  }

  private static String flag(String name) {
    return "{\"name\":\"" + name + "\",\"valueBoolean\":true}";
  }

  private static Map<String, Object> tree(HttpResponse<String> answer) {
    try {
      return Json.parseObject(answer.body().getBytes(StandardCharsets.UTF_8), JsonLimits.RESOURCE);
    } catch (Exception e) {
      throw new AssertionError(answer.body(), e);
    }
  }

  private static List<Map<?, ?>> entries(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return objects(tree(answer).getOrDefault("entry", List.of()));
  }

  private static List<Map<?, ?>> objects(Object list) {
    return ((List<?>) list).stream().<Map<?, ?>>map(item -> (Map<?, ?>) item).toList();
  }

  private static Map<?, ?> search(Map<?, ?> entry) {
    return (Map<?, ?>) entry.get("search");
  }

  private static Object grade(Map<?, ?> entry) {
    return objects(search(entry).get("extension")).stream()
        .filter(e -> e.get("url").equals("http://hl7.org/fhir/StructureDefinition/match-grade"))
        .map(e -> e.get("valueCode"))
        .findFirst()
        .orElseThrow();
  }

  private static String id(Map<?, ?> entry) {
    return String.valueOf(((Map<?, ?>) entry.get("resource")).get("id"));
  }

  private static double number(Object json) {
    return Double.parseDouble(json.toString());
  }

  /** The only entry, which says something about the answer. */
  private static String advice(HttpResponse<String> answer) {
    assertThat(entries(answer)).hasSize(1);
    assertThat(tree(answer).get("total")).hasToString("0");
    Map<?, ?> entry = entries(answer).get(0);
    assertThat(search(entry).get("mode")).isEqualTo("outcome");
    return String.valueOf(
        objects(((Map<?, ?>) entry.get("resource")).get("issue")).get(0).get("diagnostics"));
  }

  @Test
  void whoIsKnownIsFoundTheBestFirst() {
    // Given
    register("a", "Ann");
    register("b", "Anna");
    // When
    HttpResponse<String> answer = hub.post(MATCH, ANN.formatted("x", "Ann"));
    // Then
    assertThat(entries(answer)).extracting(MatchRoutesTest::id).containsExactly("a", "b");
    assertThat(entries(answer))
        .extracting(entry -> number(search(entry).get("score")))
        .isSortedAccordingTo((x, y) -> Double.compare(y, x));
    assertThat(grade(entries(answer).get(0))).isEqualTo("certain");
    assertThat(tree(answer)).containsEntry("type", "searchset");
    assertThat(tree(answer).get("total")).hasToString("2");
    assertThat(entries(answer).get(0).get("fullUrl"))
        .isEqualTo(hub.uri("/fhir/Patient/a").toString());
    Position position =
        Position.decode(answer.headers().firstValue("distributary-position").orElseThrow());
    assertThat(position.offset(0)).isEqualTo(2);
  }

  @Test
  void countIsTheMostThatIsGiven() {
    register("a", "Ann");
    register("b", "Ann");
    assertThat(
            entries(
                hub.post(
                    MATCH, parameters(NAME_AND_DAY, "{\"name\":\"count\",\"valueInteger\":1}"))))
        .hasSize(1);
    HttpResponse<String> first = hub.post(MATCH + "?count=1", NAME_AND_DAY);
    assertThat(entries(first)).hasSize(1);
    assertThat(tree(first).get("total")).as("all that may be").hasToString("2");
    assertThat(entries(hub.post(MATCH + "?count=2147483648", NAME_AND_DAY))).hasSize(2);
  }

  @Test
  void certainMatchIsGivenAlone() {
    // Given
    register("a", "Ann");
    register("b", "Robert");
    // When
    HttpResponse<String> answer =
        hub.post(MATCH, parameters(ANN.formatted("x", "Ann"), flag("onlyCertainMatches")));
    // Then
    assertThat(entries(answer)).extracting(MatchRoutesTest::id).containsExactly("a");
  }

  @Test
  void severalCertainMatchesAreNotGivenButTold() {
    register("a", "Ann");
    register("b", "Ann");
    assertThat(advice(hub.post(MATCH + "?onlyCertainMatches=true", ANN.formatted("x", "Ann"))))
        .startsWith("Several patients match certainly");
    // Though one is asked for: which are certain does not depend on how many are wanted.
    assertThat(
            advice(hub.post(MATCH + "?onlyCertainMatches=true&count=1", ANN.formatted("x", "Ann"))))
        .startsWith("Several patients match certainly");
  }

  @Test
  void whatIsOnlyLikelyIsNotGivenAsCertain() {
    register("a", "Ann");
    String name =
        "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"Ann\"],\"family\":\"Lee\"}]}";
    assertThat(entries(hub.post(MATCH, name))).hasSize(1);
    assertThat(advice(hub.post(MATCH + "?onlyCertainMatches=true", name)))
        .startsWith("No patient matches certainly");
  }

  @Test
  void singleMatchIsTheOneThatIsSurerThanTheOthers() {
    // Given
    register("a", "Ann");
    register("b", "Robert");
    // Then
    assertThat(entries(hub.post(MATCH + "?onlySingleMatch=true", ANN.formatted("x", "Ann"))))
        .extracting(MatchRoutesTest::id)
        .containsExactly("a");
    register("c", "Ann");
    assertThat(advice(hub.post(MATCH + "?onlySingleMatch=true", ANN.formatted("x", "Ann"))))
        .startsWith("Several patients match about as well");
  }

  @Test
  void twinsAreNeverCertain() {
    register("a", "Robert");
    assertThat(entries(hub.post(MATCH, ANN.formatted("x", "Elizabeth"))))
        .allSatisfy(entry -> assertThat(grade(entry)).isNotEqualTo("certain"));
  }

  @Test
  void siblingWithoutANameIsNotCertain() {
    register("a", "James");
    for (String name : List.of("Baby Boy", "Newborn", "")) {
      assertThat(entries(hub.post(MATCH, ANN.formatted("x", name))))
          .singleElement()
          .satisfies(entry -> assertThat(grade(entry)).isEqualTo("probable"));
    }
  }

  @Test
  void patientWhosePlaceAnotherHasTakenIsNotFound() {
    // Given
    register("a", "Ann");
    register("b", "Ann");
    // When
    hub.put(
        "/fhir/Patient/b",
        ANN.formatted("b", "Ann")
            .replace(
                "\"gender\"",
                "\"link\":[{\"other\":{\"reference\":\"Patient/a\"},\"type\":\"replaced-by\"}],\"gender\""));
    hub.awaitPatientIndex();
    // Then
    assertThat(entries(hub.post(MATCH + "?onlyCertainMatches=true", ANN.formatted("x", "Ann"))))
        .extracting(MatchRoutesTest::id)
        .containsExactly("a");
  }

  @Test
  void thousandsOfValuesHoldUpNobody() {
    register("a", "Ann");
    String identifiers =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"system\":\"urn:x\",\"value\":\"%d\"}".formatted(500_000 + i))
            .collect(Collectors.joining(","));
    HttpResponse<String> answer =
        hub.post(
            MATCH,
            ANN.formatted("x", "Ann")
                .replace("\"gender\"", "\"identifier\":[" + identifiers + "],\"gender\""));
    assertThat(entries(answer)).extracting(MatchRoutesTest::id).containsExactly("a");
  }

  @Test
  void nobodyIsAnEmptyAnswer() {
    register("a", "Ann");
    HttpResponse<String> answer =
        hub.post(
            MATCH,
            "{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"Zoe\"],\"family\":\"Garcia\"}],\"birthDate\":\"1999-12-30\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(tree(answer)).doesNotContainKey("entry");
    assertThat(tree(answer).get("total")).hasToString("0");
  }

  @Test
  void bitsOfAnExplanationAddUpToTheScore() {
    // Given
    register("a", "Ann");
    register("b", "Robert");
    // When
    HttpResponse<String> answer =
        hub.post(MATCH, parameters(ANN.formatted("x", "Anne"), flag("explain")));
    // Then
    assertThat(entries(answer)).isNotEmpty().allSatisfy(MatchRoutesTest::assertAddsUp);
    assertThat(hub.post(MATCH, ANN.formatted("x", "Anne")).body()).doesNotContain("explanation");
  }

  static void assertAddsUp(Map<?, ?> entry) {
    Map<?, ?> explanation =
        objects(search(entry).get("extension")).stream()
            .filter(e -> e.get("url").equals("urn:distributary:match-explanation"))
            .findFirst()
            .orElseThrow();
    double bits = 0;
    double total = Double.NaN;
    for (Map<?, ?> part : objects(explanation.get("extension"))) {
      switch (part.get("url").toString()) {
        case "field" -> bits += number(objects(part.get("extension")).get(2).get("valueDecimal"));
        case "prior", "relatives" -> bits += number(part.get("valueDecimal"));
        case "total" -> total = number(part.get("valueDecimal"));
        default -> assertThat(part.get("url")).isEqualTo("review");
      }
    }
    assertThat(bits).isCloseTo(total, within(1e-4));
    assertThat(1 / (1 + Math.pow(2, -bits)))
        .isCloseTo(number(search(entry).get("score")), within(1e-4));
  }

  @Test
  void whoChangesOrGoesIsFoundByWhatIsSaidNow() {
    // Given
    register("a", "Ann");
    // When
    hub.put(
        "/fhir/Patient/a",
        ANN.formatted("a", "Zoe").replace("Lee", "Garcia").replace("1980-03-07", "1999-12-30"));
    hub.awaitPatientIndex();
    // Then
    assertThat(tree(hub.post(MATCH, NAME_AND_DAY))).doesNotContainKey("entry");
    assertThat(
            entries(
                hub.post(
                    MATCH,
                    NAME_AND_DAY
                        .replace("Ann", "Zoe")
                        .replace("Lee", "Garcia")
                        .replace("1980-03-07", "1999-12-30"))))
        .hasSize(1);
    hub.delete("/fhir/Patient/a");
    hub.awaitPatientIndex();
    assertThat(tree(hub.get("/population")).get("patients")).hasToString("0");
  }

  @Test
  void dollarOfAnOperationMayBeEncoded() {
    register("a", "Ann");
    assertThat(entries(hub.post("/fhir/Patient/%24match", NAME_AND_DAY))).hasSize(1);
    assertThat(hub.get("/fhir/Patient/a/%24everything").statusCode()).isEqualTo(200);
  }

  @Test
  void matchThatTheViewDoesNotHoldYetIsTold() {
    // Given
    hub.log.hold(true);
    register("a", "Ann");
    // When
    HttpResponse<String> answer = hub.post(MATCH, NAME_AND_DAY);
    // Then
    assertThat(advice(answer)).startsWith("1 of the matches cannot be shown");
    hub.log.hold(false);
    assertThat(entries(hub.post(MATCH, NAME_AND_DAY)))
        .extracting(MatchRoutesTest::id)
        .containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"resourceType\":\"Patient\"} | required",
        "{\"resourceType\":\"Patient\",\"gender\":\"female\"} | required",
        "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"unknown\"}],\"birthDate\":\"1900-01-01\"} | required",
        "{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"\\uD83D\\uDE00\"}]} | required",
        "{\"resourceType\":\"Patient\",\"name\":\"Ann\",\"birthDate\":[1980],\"telecom\":[[]],\"address\":{}} | required",
        "{\"resourceType\":\"Observation\"} | invalid",
        "{\"resourceType\":\"Parameters\"} | invalid",
        "{\"resourceType\":\"Parameters\",\"parameter\":[]} | invalid",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\"}]} | invalid",
        "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Group\"}}]} | invalid",
        "{\"resourceType\":\"Parameters\",\"parameter\":[7]} | invalid",
        "{\"resourceType\":\"Parameters\",\"parameter\":{}} | invalid",
        "[] | invalid",
        "{ | invalid",
        "{} | invalid",
      })
  void whatCannotBeAnsweredIsRefusedInAFewWords(String body, String code) {
    HttpResponse<String> answer = hub.post(MATCH, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(objects(tree(answer).get("issue")).get(0))
        .extracting(issue -> ((Map<?, ?>) issue).get("code"))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"count\",\"valueInteger\":0}",
        "{\"name\":\"count\",\"valueInteger\":-1}",
        "{\"name\":\"count\",\"valueInteger\":1.5}",
        "{\"name\":\"count\",\"valueInteger\":1e9}",
        "{\"name\":\"count\",\"valueString\":\"5\"}",
        "{\"name\":\"count\",\"valueInteger\":5},{\"name\":\"count\",\"valueInteger\":6}",
        "{\"name\":\"onlyCertainMatches\",\"valueBoolean\":\"yes\"}",
        "{\"name\":\"onlyCertainMatches\"}",
        "{\"name\":\"threshold\",\"valueDecimal\":0.5}",
        "{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\"}}",
        "{\"valueInteger\":5}",
      })
  void wrongParametersAreRefused(String parameter) {
    register("a", "Ann");
    HttpResponse<String> answer = hub.post(MATCH, parameters(NAME_AND_DAY, parameter));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "count=0",
        "count=abc",
        "count=1&count=2",
        "onlyCertainMatches=1",
        "explain=",
        "threshold=1"
      })
  void wrongParametersOfTheUrlAreRefused(String query) {
    register("a", "Ann");
    HttpResponse<String> answer = hub.post(MATCH + "?" + query, NAME_AND_DAY);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"محمد, العلي", "王, 小明", "José, Muñoz", "אברהם, כהן", "Ann😀, Lee😀"})
  void namesOfAnyScriptAreFound(String given, String family) {
    String patient =
        "{\"resourceType\":\"Patient\",\"id\":\"a\",\"name\":[{\"given\":[\"%s\"],\"family\":\"%s\"}],\"birthDate\":\"1980-03-07\"}"
            .formatted(given, family);
    hub.put("/fhir/Patient/a", patient);
    hub.awaitPatientIndex();
    assertThat(entries(hub.post(MATCH, patient)))
        .extracting(MatchRoutesTest::id)
        .containsExactly("a");
  }

  @Test
  void nothingIsAnsweredWhileTheStreamMustNotBeUsed() {
    register("a", "Ann");
    hub.halted = Optional.of("The stream was created anew.");
    HttpResponse<String> answer = hub.post(MATCH, NAME_AND_DAY);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("The stream was created anew.");
  }

  @Test
  void viewThatIsAwayMakesItUnavailable() {
    register("a", "Ann");
    Map<String, Readers> had = Map.copyOf(hub.readers);
    hub.readers.clear();
    assertThat(hub.post(MATCH, NAME_AND_DAY).statusCode()).isEqualTo(503);
    hub.readers.putAll(had);
    assertThat(hub.post(MATCH, NAME_AND_DAY).statusCode()).isEqualTo(200);
  }
}
