package io.distributary.servers.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.Ports;
import io.distributary.servers.ServerProcess;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Neo4jAddress;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Session;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.SecurityException;

@Needs(NEO4J)
class Neo4jServerIT {
  private static final AuthToken PASSWORD = AuthTokens.basic("neo4j", "canary-of-this-test");

  private final String label = TestNamespace.of(Neo4jServerIT.class).name();

  @Test
  void whatWasWrittenIsReadByAnotherClient() {
    // Given
    Neo4jAddress neo4j = Servers.neo4j();
    List<String> ids = ids(10);

    // When
    create(neo4j, ids);

    // Then
    assertThat(read(neo4j)).isEqualTo(ids);
  }

  @Test
  void noLogShowsWhatPeopleSent() throws Exception {
    // Given
    String canary = "Canary" + label;

    // When
    create(Servers.neo4j(), List.of(canary));
    try (Driver driver = connect(Servers.neo4j())) {
      assertThatThrownBy(
              () -> driver.executableQuery("RETURN toFloat('" + canary + "') / 0 + $x").execute())
          .isInstanceOf(Neo4jException.class);
      assertThatThrownBy(() -> driver.executableQuery("MATCH " + canary).execute())
          .isInstanceOf(Neo4jException.class);
    }

    // Then
    assertThat(Servers.log(NEO4J)).doesNotContain(canary);
  }

  @Test
  void oneTransactionCannotUseUpTheHeap() {
    // Given
    Neo4jAddress neo4j = Servers.neo4j();
    String greedy =
        "UNWIND range(1, 20000000) AS n WITH collect('text ' + n) AS texts RETURN size(texts)";

    try (Driver driver = connect(neo4j);
        Session session = driver.session()) {
      // When: once, as the driver would try again what may succeed later
      assertThatThrownBy(() -> session.run(greedy).consume())
          .isInstanceOfSatisfying(
              Neo4jException.class, e -> assertThat(e.code()).endsWith("OutOfMemoryError"));

      // Then
      assertThat(driver.executableQuery("RETURN 1 AS one").execute().records()).hasSize(1);
    }
  }

  @Test
  void newStoreLetsNobodyInWithoutThePassword(@TempDir Path folder) throws Exception {
    // Given
    Map<String, Integer> ports = Ports.pick(NEO4J.portNames(), folder.toString());

    // When
    try (ServerProcess server = start(folder, ports, Optional.of(passwordFile(folder)))) {

      // Then
      assertThat(server.isReady()).isTrue();
      onlyThePasswordOpens(address(ports));
    }
  }

  @Test
  void killedStoreKeepsWhatItAcknowledgedAndAsksForAPasswordFromThenOn(@TempDir Path folder)
      throws Exception {
    // Given
    Map<String, Integer> ports = Ports.pick(NEO4J.portNames(), folder.toString());
    List<String> ids = ids(1_000);
    try (ServerProcess open = start(folder, ports, Optional.empty())) {
      assertThat(open.isReady()).isTrue();
      create(address(ports), ids);
      open.kill();
    }

    // When
    try (ServerProcess closed = start(folder, ports, Optional.of(passwordFile(folder)))) {

      // Then
      assertThat(closed.isReady()).isTrue();
      onlyThePasswordOpens(address(ports));
      try (Driver driver = GraphDatabase.driver(address(ports).uri(), PASSWORD)) {
        assertThat(read(driver)).isEqualTo(ids);
      }
    }
  }

  private static void onlyThePasswordOpens(Neo4jAddress neo4j) {
    for (AuthToken wrong : List.of(AuthTokens.none(), AuthTokens.basic("neo4j", "neo4j"))) {
      try (Driver driver = GraphDatabase.driver(neo4j.uri(), wrong)) {
        assertThatThrownBy(driver::verifyConnectivity).isInstanceOf(SecurityException.class);
      }
    }
    try (Driver driver = GraphDatabase.driver(neo4j.uri(), PASSWORD)) {
      driver.verifyConnectivity();
    }
  }

  private static ServerProcess start(
      Path folder, Map<String, Integer> ports, Optional<Path> passwordFile) throws Exception {
    Path root = Path.of(System.getProperty("distributary.root", "../../..")).toRealPath();
    ServerProcess server =
        NEO4J
            .launch(root, folder.resolve("data"), folder.resolve("log"), ports, passwordFile)
            .start();
    server.awaitReady(Duration.ofMinutes(3));
    return server;
  }

  private static Path passwordFile(Path folder) throws IOException {
    return Files.writeString(folder.resolve("password"), "canary-of-this-test\n");
  }

  private static Neo4jAddress address(Map<String, Integer> ports) {
    return new Neo4jAddress("127.0.0.1", ports.getOrDefault("port", 0));
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj("id%04d"::formatted).toList();
  }

  private void create(Neo4jAddress neo4j, List<String> ids) {
    try (Driver driver = connect(neo4j)) {
      driver
          .executableQuery("UNWIND $ids AS id CREATE (:" + label + " {id: id})")
          .withParameters(Map.of("ids", ids))
          .execute();
    }
  }

  private List<String> read(Neo4jAddress neo4j) {
    try (Driver driver = connect(neo4j)) {
      return read(driver);
    }
  }

  private List<String> read(Driver driver) {
    return driver
        .executableQuery("MATCH (n:" + label + ") RETURN n.id AS id ORDER BY id")
        .execute()
        .records()
        .stream()
        .map(row -> row.get("id").asString())
        .toList();
  }

  private static Driver connect(Neo4jAddress neo4j) {
    return GraphDatabase.driver(neo4j.uri(), AuthTokens.none());
  }
}
