package io.distributary.bench;

import static io.distributary.servers.ServerKind.ELASTICSEARCH;
import static io.distributary.servers.ServerKind.HBASE;
import static io.distributary.servers.ServerKind.KAFKA;
import static io.distributary.servers.ServerKind.MONGODB;
import static io.distributary.servers.ServerKind.NEO4J;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.bench.stores.View;
import io.distributary.servers.ServerProcess;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A gateway that runs, and somebody who changes its stores by their own clients. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Needs({KAFKA, MONGODB, HBASE, NEO4J, ELASTICSEARCH})
class DriftIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CONDITIONS = 60;

  private static final List<String> ALTERED = ids(0, 10);
  private static final List<String> REMOVED = ids(10, 15);
  private static final List<String> COPIED = ids(15, 20);
  private static final List<String> ADDED = ids(100, 105);

  @TempDir private static Path folder;
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String NAMESPACE = TestNamespace.of(DriftIT.class).name();
  private static Addresses addresses;
  private static ServerProcess gateway;
  private static String url;

  /** Of which none is contained in another one. */
  private static List<String> ids(int from, int to) {
    return IntStream.range(from, to).mapToObj("c-%03d"::formatted).toList();
  }

  @BeforeAll
  static void fillFourViews() throws Exception {
    addresses =
        new Addresses(
            Servers.kafka().port(),
            Servers.mongodb().port(),
            Servers.hbase().zookeeperPort(),
            Servers.neo4j().port(),
            Servers.elasticsearch().port());
    try (Stores stores = new Stores(addresses)) {
      stores.clear(View.GRAPH, NAMESPACE);
    }
    Contender.Setting setting =
        new Contender.Setting(
            Path.of(System.getProperty("distributary.root")),
            folder,
            NAMESPACE,
            addresses,
            List.of(View.values()));
    url = "http://127.0.0.1:" + Contender.port(setting); // while it is free, it is this one
    gateway = Contender.GATEWAY.launch(setting).start();
    await().atMost(PATIENCE).ignoreExceptions().until(() -> status("GET", "/readyz", "") == 200);
    for (String id : ids(0, CONDITIONS)) {
      assertThat(status("PUT", "/fhir/Condition/" + id, condition(id))).isIn(200, 201);
    }
    await().atMost(PATIENCE).until(DriftIT::isCaughtUp);
  }

  @AfterAll
  static void stop() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  private static String condition(String id) {
    return """
        {"resourceType":"Condition","id":"%s","code":{"text":"weight"},
         "subject":{"reference":"Patient/%s"},"onsetDateTime":"2026-02-03T04:05:06Z"}"""
        .formatted(id, id.charAt(4) % 2 == 0 ? "even" : "odd");
  }

  private static boolean isCaughtUp() throws Exception {
    return StreamSupport.stream(json("GET", "/views", "").get("views").spliterator(), false)
        .allMatch(view -> view.get("lag").asLong(1) == 0);
  }

  @ParameterizedTest
  @EnumSource(View.class)
  void verificationNamesWhatAStrangerDidAndNothingElseAndRepairMendsIt(View view) throws Exception {
    // Given
    try (Stranger stranger = Stranger.at(view, addresses, NAMESPACE)) {
      for (String id : ALTERED) {
        stranger.alter(id);
      }
      for (String id : REMOVED) {
        stranger.remove(id);
      }
      for (int i = 0; i < ADDED.size(); i++) {
        stranger.add(COPIED.get(i), ADDED.get(i));
      }
    }

    // When
    JsonNode found = verified(view, false);
    JsonNode repaired = verified(view, true);
    JsonNode after = verified(view, false);

    // Then
    assertThat(names(found, "different")).as(found.toString()).isEqualTo(resources(ALTERED));
    assertThat(names(found, "missing")).isEqualTo(resources(REMOVED));
    assertThat(names(found, "extra")).isEqualTo(resources(ADDED));
    assertThat(names(found, "stale")).isEmpty();
    assertThat(found.get("checked").asInt()).isEqualTo(CONDITIONS + ADDED.size());
    assertThat(repaired.get("repaired").asInt()).isEqualTo(20);
    assertThat(names(repaired, "unrepaired")).isEmpty();
    for (String kind : List.of("missing", "extra", "different", "stale")) {
      assertThat(names(after, kind)).as(kind).isEmpty();
    }
    assertThat(after.get("checked").asInt()).isEqualTo(CONDITIONS);
  }

  private static JsonNode verified(View view, boolean repair) throws Exception {
    String path = "/views/" + view.id() + "/verify";
    assertThat(status("POST", path, "{\"repair\":" + repair + "}")).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .until(() -> !"RUNNING".equals(json("GET", path, "").get("state").asText()));
    JsonNode report = json("GET", path, "");
    assertThat(report.get("state").asText()).as(report.toString()).isEqualTo("DONE");
    return report;
  }

  private static Set<String> names(JsonNode report, String kind) {
    Set<String> names = new TreeSet<>();
    report.get(kind).forEach(name -> names.add(name.asText()));
    return names;
  }

  private static Set<String> resources(List<String> ids) {
    return ids.stream()
        .map(id -> Stranger.TYPE + "/" + id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int status(String method, String path, String body) throws Exception {
    return HTTP.send(request(method, path, body), BodyHandlers.discarding()).statusCode();
  }

  private static JsonNode json(String method, String path, String body) throws Exception {
    return JSON.readTree(HTTP.send(request(method, path, body), BodyHandlers.ofByteArray()).body());
  }

  private static HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .header(
            "Content-Type", path.startsWith("/fhir") ? "application/fhir+json" : "application/json")
        .timeout(PATIENCE)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }
}
