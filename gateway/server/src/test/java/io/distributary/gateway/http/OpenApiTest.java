package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private static final Set<String> METHODS = Contract.METHODS;

  private static final Set<String> LARGE =
      Set.of(
          "/fhir",
          "/fhir/_history",
          "/fhir/{type}/_history",
          "/fhir/{type}/{id}/_history",
          "/fhir/{type}/{id}/$everything",
          "/fhir/Patient/$match",
          "/views/{view}/query");

  @Test
  void theContractNamesExactlyTheRoutesThatAreThere() {
    try (MemoryHub hub = new MemoryHub()) {
      // Given
      Endpoints endpoints = hub.api.all(Router.router(hub.vertx), hub.parts(Duration.ofSeconds(1)));
      // When
      Map<String, Set<String>> written = written();
      // Then
      assertThat(written).isEqualTo(withoutHead(endpoints.table()));
    }
  }

  /** Who adds a route decides whether it waits for its turn. */
  @Test
  void theRoutesThatMayBeLargeAreThese() {
    try (MemoryHub hub = new MemoryHub()) {
      Endpoints endpoints = hub.api.all(Router.router(hub.vertx), hub.parts(Duration.ofSeconds(1)));
      assertThat(withoutHead(endpoints.table()))
          .allSatisfy(
              (path, methods) ->
                  assertThat(Turns.mayBeLarge(path)).as(path).isEqualTo(LARGE.contains(path)))
          .containsKeys(LARGE.toArray(String[]::new));
      assertThat(Turns.mayBeLarge("/fhir/Patient/x/%24everything")).isTrue();
    }
  }

  @Test
  void everyOperationSaysWhatItIsAndWhatItAnswers() {
    // Given
    Map<?, ?> paths = (Map<?, ?>) contract().get("paths");
    List<String> silent = new ArrayList<>();
    // When
    paths.forEach(
        (path, item) ->
            ((Map<?, ?>) item)
                .forEach(
                    (method, operation) -> {
                      if (METHODS.contains(method) && !isTold((Map<?, ?>) operation)) {
                        silent.add(method + " " + path);
                      }
                    }));
    // Then
    assertThat(silent).isEmpty();
  }

  @Test
  void everyReferenceOfTheContractHasATarget() {
    // Given
    Map<String, Object> contract = contract();
    List<String> references = new ArrayList<>();
    collect(contract, references);
    // Then
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(target(contract, reference)).isNotNull());
  }

  /** What the server, the guard and the limits answer stands at every operation. */
  @Test
  void everyOperationNamesWhatAnyMayAnswer() {
    // Given
    Map<String, Set<String>> forgotten = new TreeMap<>();
    // When
    Contract.read()
        .paths()
        .forEach(
            (path, item) ->
                ((Map<?, ?>) item)
                    .forEach(
                        (method, operation) -> {
                          Set<String> missing = new TreeSet<>(expected((Map<?, ?>) operation));
                          missing.removeAll(
                              ((Map<?, ?>) ((Map<?, ?>) operation).get("responses")).keySet());
                          if (!missing.isEmpty()) {
                            forgotten.put(method + " " + path, missing);
                          }
                        }));
    // Then
    assertThat(forgotten).isEmpty();
  }

  private static Set<String> expected(Map<?, ?> operation) {
    Set<String> expected = new TreeSet<>(Set.of("400", "403", "414", "421", "431", "500", "501"));
    if (operation.containsKey("requestBody")) {
      expected.addAll(Set.of("408", "413", "415"));
    }
    if (Collections.disjoint((List<?>) operation.get("tags"), List.of("operation", "page"))) {
      expected.add("503");
    }
    return expected;
  }

  private static boolean isTold(Map<?, ?> operation) {
    Map<?, ?> responses = (Map<?, ?>) operation.get("responses");
    return operation.get("summary") instanceof String
        && operation.get("operationId") instanceof String
        && !responses.isEmpty()
        && responses.values().stream().allMatch(r -> isShown((Map<?, ?>) r));
  }

  /** An answer without content, or one with a schema or an example. */
  private static boolean isShown(Map<?, ?> response) {
    if (response.containsKey("$ref")) {
      return true;
    }
    if (!(response.get("content") instanceof Map<?, ?> content)) {
      return response.get("description") instanceof String;
    }
    return content.values().stream()
        .map(Map.class::cast)
        .allMatch(media -> media.containsKey("schema"));
  }

  private static void collect(Object node, List<String> references) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) -> {
            if (name.equals("$ref")) {
              references.add((String) value);
            } else {
              collect(value, references);
            }
          });
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, references));
    }
  }

  private static Object target(Map<String, Object> contract, String reference) {
    Object node = contract;
    for (String step : reference.substring(2).split("/", -1)) {
      node = node instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return node;
  }

  private static Map<String, Set<String>> withoutHead(Map<String, Set<String>> table) {
    Map<String, Set<String>> copy = new TreeMap<>();
    table.forEach(
        (path, methods) -> {
          Set<String> plain = new TreeSet<>(methods);
          plain.remove("HEAD");
          copy.put(path, plain);
        });
    return copy;
  }

  private static Map<String, Set<String>> written() {
    Map<String, Set<String>> table = new TreeMap<>();
    ((Map<?, ?>) contract().get("paths"))
        .forEach(
            (path, item) ->
                table.put(
                    (String) path,
                    ((Map<?, ?>) item)
                        .keySet().stream()
                            .map(Object::toString)
                            .filter(METHODS::contains)
                            .map(method -> method.toUpperCase(Locale.ROOT))
                            .collect(Collectors.toCollection(TreeSet::new))));
    return table;
  }

  private static Map<String, Object> contract() {
    return Contract.read().tree();
  }
}
