package io.distributary.sinks.neo4j;

import io.distributary.schemas.event.Event;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Session;

/** The one database of a server, seen from outside of the sink. */
record TestDatabase(String uri) {
  Neo4jConfig config() {
    return new Neo4jConfig(
        URI.create(uri),
        null,
        null,
        null,
        null,
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        null);
  }

  @SuppressWarnings("unchecked") // the plugin opens no other sink
  Sink<Neo4jNode> open(int revision) throws SinkException {
    return new Neo4jPlugin()
        .open(config(), new SinkContext(new RevisionId("graph", revision), Clock.systemUTC()));
  }

  /** An empty database, whoever held it before, and a sink on it. */
  Sink<Neo4jNode> openEmpty() throws SinkException {
    empty();
    return open(1);
  }

  void empty() {
    run("MATCH ()-[r]->() CALL (r) { DELETE r } IN TRANSACTIONS OF 5000 ROWS");
    run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS");
  }

  Driver driver() {
    return GraphDatabase.driver(uri, Config.builder().withLogging(Logging.none()).build());
  }

  List<Map<String, Object>> run(String cypher) {
    return run(cypher, Map.of());
  }

  List<Map<String, Object>> run(String cypher, Map<String, Object> parameters) {
    try (Driver driver = driver();
        Session session = driver.session()) {
      return session.run(cypher, parameters).list(record -> record.asMap());
    }
  }

  static List<Projected<Neo4jNode>> projected(Sink<Neo4jNode> sink, List<Event> events)
      throws Exception {
    List<Projected<Neo4jNode>> batch = new ArrayList<>();
    for (Event event : events) {
      sink.projection().project(event).ifPresent(node -> batch.add(new Projected<>(event, node)));
    }
    return batch;
  }

  static List<Outcome> write(Sink<Neo4jNode> sink, Event... events) throws Exception {
    return sink.writer().write(projected(sink, List.of(events))).outcomes();
  }

  static List<ViewEntry> scan(Sink<Neo4jNode> sink) throws SinkException {
    List<ViewEntry> found = new ArrayList<>();
    sink.maintenance().scan(within(Duration.ofMinutes(1)), found::add);
    return found;
  }

  static Optional<ViewEntry> find(Sink<Neo4jNode> sink, String name) throws SinkException {
    return Optional.ofNullable(
        sink.maintenance().find(List.of(name), within(Duration.ofMinutes(1))).get(name));
  }

  static Outcome repair(
      Sink<Neo4jNode> sink, String name, Optional<ViewEntry> found, Event... right)
      throws Exception {
    Correction<Neo4jNode> correction =
        new Correction<>(name, found, projected(sink, List.of(right)));
    return sink.repair().repair(List.of(correction)).outcomes().get(0);
  }

  static ReadContext within(Duration time) {
    return ReadContext.of("test", Instant.now().plus(time), Clock.systemUTC())
        .capped(10_000, 16 << 20);
  }
}
