package io.distributary.servers.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Neo4jAddress;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.exceptions.Neo4jException;

@Needs(NEO4J)
class Neo4jServerIT {
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
  void acknowledgedWritesSurviveAKill() throws Exception {
    try (PrivateServer<Neo4jAddress> server = PrivateServer.neo4j()) {
      // Given
      List<String> ids = ids(1_000);
      create(server.address(), ids);

      // When
      server.kill();
      server.restart();

      // Then
      assertThat(read(server.address())).isEqualTo(ids);
    }
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
      return driver
          .executableQuery("MATCH (n:" + label + ") RETURN n.id AS id ORDER BY id")
          .execute()
          .records()
          .stream()
          .map(row -> row.get("id").asString())
          .toList();
    }
  }

  private static Driver connect(Neo4jAddress neo4j) {
    return GraphDatabase.driver(neo4j.uri(), AuthTokens.none());
  }
}
