package io.distributary.sinks.neo4j;

import io.distributary.sink.ContentHash;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A resource or its tombstone as the graph holds it: everything that its hash covers.
 *
 * @param ref Type/id
 * @param labels sorted
 * @param properties flat texts, and {@code deleted}; without {@code ref} and without what changes
 *     from version to version
 * @param edges outgoing ones, sorted
 */
record Neo4jNode(
    String ref, List<String> labels, SortedMap<String, Object> properties, List<Edge> edges) {

  /**
   * A relationship to another resource, seen or not.
   *
   * @param type the element path
   * @param target Type/id
   */
  record Edge(String type, String target) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      int byType = type.compareTo(other.type);
      return byType != 0 ? byType : target.compareTo(other.target);
    }
  }

  Neo4jNode {
    labels = labels.stream().sorted().toList();
    properties = Collections.unmodifiableSortedMap(new TreeMap<>(properties));
    edges = edges.stream().sorted().toList();
  }

  boolean deleted() {
    return labels.contains(Labels.TOMBSTONE);
  }

  String hash() {
    ContentHash hash = new ContentHash().add(ref).add("labels");
    labels.forEach(hash::add);
    hash.add("properties");
    for (Map.Entry<String, Object> property : properties.entrySet()) {
      hash.add(property.getKey()).add(property.getValue().toString());
    }
    hash.add("edges");
    edges.forEach(edge -> hash.add(edge.type()).add(edge.target()));
    return hash.hex();
  }

  /** The ref only. */
  @Override
  public String toString() {
    return ref;
  }
}
