package io.distributary.sinks.neo4j;

import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;

/** Keeps a view as a graph in Neo4j. */
public final class Neo4jPlugin implements SinkPlugin<Neo4jConfig> {
  @Override
  public String type() {
    return "neo4j";
  }

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<Neo4jConfig> configType() {
    return Neo4jConfig.class;
  }

  @Override
  public Sink<Neo4jNode> open(Neo4jConfig config, SinkContext context) throws SinkException {
    Neo4jDatabase database = Neo4jDatabase.of(config);
    try {
      Neo4jSchema.claim(database, config.types(), context);
      return sink(database, config);
    } catch (SinkException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private static Sink<Neo4jNode> sink(Neo4jDatabase database, Neo4jConfig config) {
    QueryConnections connections = QueryConnections.of(config, database.bookmarks());
    return Sink.of(
            new Neo4jProjection(config.types()),
            new Neo4jWriter(database),
            new Neo4jRepair(database),
            new Neo4jMaintenance(database))
        .readers(Readers.none().withNativeQuery(new Neo4jNativeQuery(connections)))
        .closing(
            () -> {
              connections.close();
              database.close();
            })
        .build();
  }

  /** Neo4j Community has one database. */
  @Override
  public boolean holdsTwoRevisions() {
    return false;
  }
}
