package io.distributary.sinks.neo4j;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ViewEntry;
import io.distributary.sinks.neo4j.Neo4jNode.Edge;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.neo4j.driver.Record;
import org.neo4j.driver.Result;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/**
 * What the nodes are to the view. Stubs are no entries: nobody wrote them. A node that is not known
 * by a {@code ref} goes by {@code node <its element id>}.
 */
final class Neo4jEntries {
  private static final String NODE = "node ";

  /** An edge that is not as this sink makes it has no target, so that the hash tells. */
  private static final String ENTRY =
      """

      RETURN elementId(n) AS element, labels(n) AS labels, properties(n) AS properties,
        [(n)-[r]->(m) | [type(r), coalesce(
          CASE WHEN m:Ref AND size(keys(r)) = 0 THEN toStringOrNull(m.ref) END, '')]] AS edges""";

  private static final String ALL = "MATCH (n) WHERE NOT (n:View AND size(labels(n)) = 1)" + ENTRY;
  private static final String REFS = "MATCH (n:Ref) WHERE n.ref IN $names" + ENTRY;
  private static final String FOREIGN = "MATCH (n) WHERE elementId(n) IN $names" + ENTRY;

  /** What changes from version to version, and what is no part of the content. */
  private static final Set<String> OUTSIDE_THE_HASH =
      Set.of("ref", "version", "updated", "hash", "_lock");

  private Neo4jEntries() {}

  /** All nodes of the database, one after the other. */
  static Result all(Transaction transaction) {
    return transaction.run(ALL);
  }

  static Map<String, ViewEntry> find(Collection<String> names, Transaction transaction) {
    Map<String, ViewEntry> found = new HashMap<>();
    Stream.of(
            transaction.run(REFS, Map.of("names", List.copyOf(names))),
            transaction.run(FOREIGN, Map.of("names", foreign(names))))
        .flatMap(Result::stream)
        .flatMap(record -> of(record).stream())
        .forEach(entry -> found.put(entry.name(), entry));
    found.keySet().retainAll(Set.copyOf(names));
    return found;
  }

  /** The element ids among the names. */
  static List<String> foreign(Collection<String> names) {
    return names.stream()
        .filter(name -> name.startsWith(NODE))
        .map(name -> name.substring(NODE.length()))
        .toList();
  }

  static Optional<ViewEntry> of(Record record) {
    String name = name(record);
    Optional<ResourceId> id = ResourceId.tryParse(name);
    Optional<Version> version = version(record);
    Optional<Neo4jNode> node = node(name, record);
    if (id.isPresent() && isStub(record)) {
      return Optional.empty();
    }
    return Optional.of(
        id.isPresent() && version.isPresent() && node.isPresent()
            ? ViewEntry.of(id.get(), version.get(), node.get().deleted(), node.get().hash())
            : ViewEntry.unreadable(name, version));
  }

  private static String name(Record record) {
    Object ref = record.get("properties").asMap().get("ref");
    return ref instanceof String text && labels(record).contains(Labels.REF) && isRef(text)
        ? text
        : NODE + record.get("element").asString();
  }

  private static boolean isRef(String text) {
    return !text.startsWith(NODE);
  }

  private static boolean isStub(Record record) {
    return Set.copyOf(labels(record)).equals(Set.of(Labels.REF, Labels.STUB))
        && record.get("properties").size() == 1
        && record.get("edges").isEmpty();
  }

  private static List<String> labels(Record record) {
    return record.get("labels").asList(Value::asString);
  }

  private static Optional<Version> version(Record record) {
    Object version = record.get("properties").asMap().get("version");
    return version instanceof Long number && number >= 0
        ? Optional.of(new Version(number))
        : Optional.empty();
  }

  /** Empty when a property has a type that this sink does not write: its text could seem right. */
  private static Optional<Neo4jNode> node(String ref, Record record) {
    SortedMap<String, Object> properties = new TreeMap<>(record.get("properties").asMap());
    properties.keySet().removeAll(OUTSIDE_THE_HASH);
    List<Edge> edges =
        record
            .get("edges")
            .asList(edge -> new Edge(edge.get(0).asString(), edge.get(1).asString()));
    return properties.entrySet().stream().allMatch(Neo4jEntries::isTyped)
        ? Optional.of(new Neo4jNode(ref, labels(record), properties, edges))
        : Optional.empty();
  }

  private static boolean isTyped(Map.Entry<String, Object> property) {
    return property.getKey().equals("deleted")
        ? property.getValue() instanceof Boolean
        : property.getValue() instanceof String;
  }
}
