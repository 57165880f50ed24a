package io.distributary.sinks.neo4j;

import io.distributary.schemas.json.Json;
import io.distributary.sink.SinkPlugin;
import io.distributary.sink.tck.SampleQueries;
import io.distributary.sink.tck.SinkFixture;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The graph sink as the kit sees it. */
final class Neo4jFixture implements SinkFixture<Neo4jConfig> {
  private final TestDatabase database;
  private final Set<String> emptied = new HashSet<>();

  Neo4jFixture(TestDatabase database) {
    this.database = database;
  }

  @Override
  public SinkPlugin<Neo4jConfig> plugin() {
    return new Neo4jPlugin();
  }

  @Override
  public synchronized Neo4jConfig config(String namespace) {
    if (emptied.add(namespace)) {
      database.empty();
    }
    return database.config();
  }

  @Override
  public Optional<Neo4jConfig> unreachable() {
    URI closed = URI.create("bolt://127.0.0.1:1");
    return Optional.of(new Neo4jConfig(closed, null, null, null, null, null, null, null));
  }

  @Override
  public Optional<SampleQueries> queries() {
    return Optional.of(
        new SampleQueries(
            id ->
                "{\"statement\": \"MATCH (n {ref: $ref}) RETURN n\", \"parameters\": {\"ref\": \"%s\"}}"
                    .formatted(id),
            type -> "{\"statement\": \"MATCH (n:%s) RETURN n\"}".formatted(type),
            CypherAttacks.ALL.stream().map(Neo4jFixture::statement).toList(),
            List.of(
                "{}",
                "{\"statement\": 7}",
                "{\"statement\": \"\"}",
                "{\"statement\": \"MATCH (n RETURN n\"}",
                "{\"statement\": \"RETURN $x\"}",
                "{\"statement\": \"RETURN 1\", \"parameters\": [1]}",
                "{\"statement\": \"RETURN $x\", \"parameters\": {\"x\": 9223372036854775808}}",
                "{\"statement\": \"RETURN 1\", \"database\": \"system\"}"),
            Optional.of(
                statement("UNWIND range(1, 100000000000) AS x WITH x WHERE x < 0 RETURN x"))));
  }

  static String statement(String cypher) {
    return Json.text(Map.of("statement", cypher));
  }

  @Override
  public Optional<Tampering> tampering() {
    return Optional.of(new Neo4jTampering(database));
  }
}
