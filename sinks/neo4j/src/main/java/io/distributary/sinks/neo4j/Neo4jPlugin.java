package io.distributary.sinks.neo4j;

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
  public Class<Neo4jConfig> configType() {
    return Neo4jConfig.class;
  }

  @Override
  public Sink<?> open(Neo4jConfig config, SinkContext context) throws SinkException {
    return Neo4jSink.open(config, context);
  }

  /** Neo4j Community has one database. */
  @Override
  public boolean holdsTwoRevisions() {
    return false;
  }
}
