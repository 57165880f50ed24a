package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.tck.SinkFixture;
import java.util.Map;

/** Somebody with a Cypher shell; the database holds one namespace at a time. */
record Neo4jTampering(TestDatabase database) implements SinkFixture.Tampering {
  private static final String NODE = "MATCH (n:Ref {ref: $ref}) ";

  private void run(String cypher, ResourceId id, Object value) {
    database.run(NODE + cypher, Map.of("ref", id.toString(), "value", value));
  }

  @Override
  public void alter(String namespace, ResourceId id) {
    run("SET n.source = $value", id, "urn:somebody");
  }

  /** Its edges go with it, also those of others to it. */
  @Override
  public boolean remove(String namespace, ResourceId id) {
    run("DETACH DELETE n", id, "");
    return true;
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) {
    run(
        """
        CREATE (copy)
        SET copy = properties(n), copy.ref = $value
        SET copy:$(labels(n))
        WITH n, copy
        MATCH (n)-[r]->(m)
        CREATE (copy)-[:$(type(r))]->(m)""",
        copied,
        name);
    return true;
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) {
    run("SET n.version = $value", id, version.value());
    return true;
  }

  /** A version that no write gets past. */
  @Override
  public boolean spoil(String namespace, ResourceId id) {
    run("SET n.version = $value", id, "seven");
    return true;
  }
}
