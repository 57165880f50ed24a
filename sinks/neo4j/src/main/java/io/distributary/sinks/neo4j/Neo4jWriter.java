package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import io.distributary.sinks.neo4j.Neo4jNode.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;

/**
 * Writes batches, each in one transaction, or in a few when it has very many edges; what belongs to
 * a resource is always in one.
 */
final class Neo4jWriter implements SinkWriter<Neo4jNode> {
  /** Nodes and edges of one transaction: keeps its state in the server's memory small. */
  private static final int MAX_WEIGHT = 20_000;

  /**
   * The version is read behind the lock: Cypher reads without locking, so that two writers that
   * compare first and set afterwards could move a node back. The lock is held until the commit, so
   * the edges, too, are replaced under it.
   */
  private static final String WRITE_NODES =
      """
      UNWIND $rows AS row
      MERGE (n:Ref {ref: row.ref})
      SET n._lock = true
      REMOVE n._lock
      WITH n, row, n.version AS before
      WHERE coalesce(before, -1) < row.version
      REMOVE n:$(row.remove)
      SET n = row.properties
      SET n:$(row.labels)
      RETURN row.index AS index, before IS NOT NULL AS seen""";

  private static final String DELETE_EDGES =
      "UNWIND $refs AS ref MATCH (:Ref {ref: ref})-[r]->() DELETE r";

  /** Grouped by target, so that a target that many refer to is looked up and locked once. */
  private static final String CREATE_EDGES =
      """
      UNWIND $targets AS target
      MERGE (b:Ref {ref: target.ref})
      ON CREATE SET b:Stub
      WITH b, target
      UNWIND target.edges AS edge
      MATCH (a:Ref {ref: edge[0]})
      CREATE (a)-[:$(edge[1])]->(b)""";

  private final Neo4jDatabase database;

  Neo4jWriter(Neo4jDatabase database) {
    this.database = database;
  }

  /** Of several events of one resource only the newest is written; the others are stale. */
  @Override
  public WriteResult write(List<Projected<Neo4jNode>> batch) throws SinkException {
    Outcome[] outcomes = new Outcome[batch.size()];
    Arrays.fill(outcomes, Outcome.STALE);
    for (List<Integer> part : parts(batch)) {
      for (int applied : database.write(transaction -> write(batch, part, transaction))) {
        outcomes[applied] = Outcome.APPLIED;
      }
    }
    return WriteResult.of(List.of(outcomes));
  }

  /** In the order of their refs, so that two writers seldom wait for each other crosswise. */
  static List<List<Integer>> parts(List<Projected<Neo4jNode>> batch) {
    List<List<Integer>> parts = new ArrayList<>();
    int weight = MAX_WEIGHT;
    for (int index : newest(batch)) {
      int more = 1 + batch.get(index).value().edges().size();
      if (parts.isEmpty() || weight + more > MAX_WEIGHT) {
        parts.add(new ArrayList<>());
        weight = 0;
      }
      parts.get(parts.size() - 1).add(index);
      weight += more;
    }
    return parts;
  }

  private static List<Integer> newest(List<Projected<Neo4jNode>> batch) {
    Map<ResourceId, Integer> newest = new HashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      newest.merge(
          batch.get(i).id(),
          i,
          (a, b) -> batch.get(b).version().compareTo(batch.get(a).version()) > 0 ? b : a);
    }
    return newest.values().stream()
        .sorted(Comparator.comparing(index -> batch.get(index).value().ref()))
        .toList();
  }

  private static List<Integer> write(
      List<Projected<Neo4jNode>> batch, List<Integer> part, Transaction transaction) {
    List<Map<String, Object>> rows = part.stream().map(i -> row(i, batch.get(i))).toList();
    List<Integer> applied = new ArrayList<>();
    List<Neo4jNode> nodes = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (Record record : transaction.run(WRITE_NODES, Map.of("rows", rows)).list()) {
      int index = record.get("index").asInt();
      Neo4jNode node = batch.get(index).value();
      applied.add(index);
      nodes.add(node);
      if (record.get("seen").asBoolean()) {
        seen.add(node.ref());
      }
    }
    replaceEdges(seen, nodes, transaction);
    return applied;
  }

  /** Deletes the edges of the refs, and creates those of the nodes; both are locked. */
  static void replaceEdges(List<String> refs, List<Neo4jNode> nodes, Transaction transaction) {
    transaction.run(DELETE_EDGES, Map.of("refs", refs)).consume();
    transaction.run(CREATE_EDGES, Map.of("targets", targets(nodes))).consume();
  }

  /** A node as the statements take it. */
  static Map<String, Object> row(int index, Projected<Neo4jNode> projected) {
    Neo4jNode node = projected.value();
    Map<String, Object> properties = new HashMap<>(node.properties());
    properties.put("ref", node.ref());
    properties.put("version", projected.version().value());
    properties.put("updated", projected.event().appended().toString());
    properties.put("hash", node.hash());
    List<String> remove =
        node.deleted()
            ? List.of(Labels.STUB, Labels.RESOURCE, projected.id().type())
            : List.of(Labels.STUB, Labels.TOMBSTONE);
    return Map.of(
        "index",
        index,
        "ref",
        node.ref(),
        "version",
        projected.version().value(),
        "remove",
        remove,
        "labels",
        node.labels(),
        "properties",
        properties);
  }

  private static List<Map<String, Object>> targets(List<Neo4jNode> nodes) {
    Map<String, List<List<String>>> byTarget = new TreeMap<>();
    for (Neo4jNode node : nodes) {
      for (Edge edge : node.edges()) {
        byTarget
            .computeIfAbsent(edge.target(), target -> new ArrayList<>())
            .add(List.of(node.ref(), edge.type()));
      }
    }
    List<Map<String, Object>> targets = new ArrayList<>();
    byTarget.forEach((ref, edges) -> targets.add(Map.of("ref", ref, "edges", edges)));
    return targets;
  }
}
