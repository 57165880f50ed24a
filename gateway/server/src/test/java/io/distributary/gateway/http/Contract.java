package io.distributary.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The contract of all routes, {@code openapi.json}. */
record Contract(Map<String, Object> tree) {
  static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head");

  static Contract read() {
    try (InputStream in = HttpApi.class.getResourceAsStream("openapi.json")) {
      return new Contract(
          Json.parseObject(in.readAllBytes(), new JsonLimits(1 << 20, 64, 100_000)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InvalidResourceException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The paths' items by template. */
  Map<?, ?> paths() {
    return (Map<?, ?>) tree.get("paths");
  }

  /** Fails when a route was answered with a status that the contract does not name. */
  void assertNamesAllThatWasAnswered(MeterRegistry meters) {
    assertThat(meters.find("distributary.http.request").meters())
        .map(Meter::getId)
        .allSatisfy(
            id ->
                assertThat(statuses(id.getTag("route"), id.getTag("method")))
                    .as("%s %s", id.getTag("method"), id.getTag("route"))
                    .contains(id.getTag("status")));
  }

  /** HEAD is answered as GET is. */
  private Set<String> statuses(String route, String method) {
    String name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    Map<?, ?> operation = (Map<?, ?>) ((Map<?, ?>) paths().get(route)).get(name);
    return ((Map<?, ?>) operation.get("responses"))
        .keySet().stream().map(Object::toString).collect(Collectors.toSet());
  }
}
