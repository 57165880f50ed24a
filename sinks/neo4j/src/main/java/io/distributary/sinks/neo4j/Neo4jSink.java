package io.distributary.sinks.neo4j;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.List;

/** One view in one database. */
final class Neo4jSink implements Sink<Neo4jNode> {
  private final Neo4jDatabase database;
  private final QueryConnections connections;
  private final Neo4jProjection projection;
  private final Neo4jWriter writer;
  private final Neo4jRepair repair;
  private final Readers readers;
  private final Neo4jMaintenance maintenance;

  private Neo4jSink(Neo4jDatabase database, Neo4jConfig config, SinkContext context) {
    this.database = database;
    this.connections = QueryConnections.of(config, database.bookmarks(), context.clock());
    this.projection = new Neo4jProjection(config.types());
    this.writer = new Neo4jWriter(database);
    this.repair = new Neo4jRepair(database);
    this.readers = Readers.none().withNativeQuery(new Neo4jNativeQuery(connections));
    this.maintenance = new Neo4jMaintenance(database, context.clock());
  }

  static Neo4jSink open(Neo4jConfig config, SinkContext context) throws SinkException {
    Neo4jDatabase database = Neo4jDatabase.of(config);
    try {
      Neo4jSchema.claim(database, config.types(), context);
      return new Neo4jSink(database, config, context);
    } catch (SinkException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  @Override
  public Projection<Neo4jNode> projection() {
    return projection;
  }

  @Override
  public WriteResult write(List<Projected<Neo4jNode>> batch) throws SinkException {
    return writer.write(batch);
  }

  @Override
  public WriteResult repair(List<Correction<Neo4jNode>> corrections) throws SinkException {
    return repair.repair(corrections);
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  @Override
  public void close() {
    connections.close();
    database.close();
  }
}
