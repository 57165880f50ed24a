package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sinks.neo4j.Neo4jNode.Edge;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Value;

/** Stubs are no entries: nobody wrote them. */
final class Neo4jMaintenance implements Maintenance {
  private static final String COUNT = "MATCH (n:Resource) RETURN count(n) AS n";
  private static final String SCAN =
      """
      MATCH (n:Ref) WHERE n.version IS NOT NULL
      RETURN labels(n) AS labels, properties(n) AS properties,
        [(n)-[r]->(m) | [type(r), coalesce(m.ref, '')]] AS edges""";

  /** What changes from version to version, and what is no part of the content. */
  private static final Set<String> OUTSIDE_THE_HASH =
      Set.of("ref", "version", "updated", "hash", "_lock");

  private final Neo4jDatabase database;
  private final Clock clock;

  Neo4jMaintenance(Neo4jDatabase database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    return database.read(
        context.remaining(clock), transaction -> transaction.run(COUNT).single().get("n").asLong());
  }

  /** A node whose {@code ref} is no Type/id was not written by this sink, and is passed over. */
  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    database.read(
        context.remaining(clock),
        transaction -> {
          Result nodes = transaction.run(SCAN);
          boolean more = true;
          while (more && nodes.hasNext()) {
            Optional<ViewEntry> entry = entry(nodes.next());
            more = entry.isEmpty() || visitor.visit(entry.get());
          }
          return nodes.consume();
        });
  }

  private static Optional<ViewEntry> entry(Record record) {
    Value stored = record.get("properties");
    String ref = stored.get("ref").asString("");
    Version version = new Version(stored.get("version").asLong());
    Neo4jNode node = node(ref, record);
    return ResourceId.tryParse(ref)
        .map(id -> new ViewEntry(id, version, node.deleted(), node.hash()));
  }

  private static Neo4jNode node(String ref, Record record) {
    SortedMap<String, Object> properties = new TreeMap<>(record.get("properties").asMap());
    properties.keySet().removeAll(OUTSIDE_THE_HASH);
    List<Edge> edges =
        record
            .get("edges")
            .asList(edge -> new Edge(edge.get(0).asString(), edge.get(1).asString()));
    return new Neo4jNode(ref, record.get("labels").asList(Value::asString), properties, edges);
  }

  @Override
  public void drop() throws SinkException {
    Neo4jSchema.drop(database);
  }
}
