package io.distributary.sinks.neo4j;

import static io.distributary.servers.ServerKind.NEO4J;

import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.Servers;
import io.distributary.sink.tck.SinkConformance;
import io.distributary.sink.tck.SinkFixture;

@Needs(NEO4J)
class Neo4jSinkKitIT extends SinkConformance {
  @Override
  protected SinkFixture<?> fixture() {
    return new Neo4jFixture(new TestDatabase(Servers.neo4j().uri()));
  }
}
