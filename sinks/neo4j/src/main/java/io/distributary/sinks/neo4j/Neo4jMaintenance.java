package io.distributary.sinks.neo4j;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.neo4j.driver.Result;

/** Counts live resources, and checks every node. */
final class Neo4jMaintenance implements Maintenance {
  private static final String COUNT = "MATCH (n:Resource) RETURN count(n) AS n";

  private final Neo4jDatabase database;

  Neo4jMaintenance(Neo4jDatabase database) {
    this.database = database;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    return database.read(
        context.timeLeft(), transaction -> transaction.run(COUNT).single().get("n").asLong());
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    database.read(
        context.timeLeft(),
        transaction -> {
          Result nodes = Neo4jEntries.all(transaction);
          boolean more = true;
          while (more && nodes.hasNext()) {
            context.requireWanted();
            Optional<ViewEntry> entry = Neo4jEntries.of(nodes.next());
            more = entry.isEmpty() || visitor.visit(entry.get());
          }
          return nodes.consume();
        });
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    return database.read(context.timeLeft(), transaction -> Neo4jEntries.find(names, transaction));
  }

  @Override
  public void drop() throws SinkException {
    Neo4jSchema.drop(database);
  }
}
