package io.distributary.sinks.neo4j;

import io.distributary.schemas.event.Event;
import io.distributary.schemas.fhir.Reference;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.Projection;
import io.distributary.sinks.neo4j.Neo4jNode.Edge;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** A node of the kept types, with texts for people and one edge for each distinct reference. */
final class Neo4jProjection implements Projection<Neo4jNode> {
  private final Set<String> types;

  Neo4jProjection(List<String> types) {
    this.types = Set.copyOf(types);
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }

  @Override
  public Optional<Neo4jNode> project(Event event) {
    if (!types.contains(event.id().type())) {
      return Optional.empty();
    }
    return Optional.of(event.deleted() ? tombstone(event) : live(event));
  }

  private static Neo4jNode tombstone(Event event) {
    return new Neo4jNode(
        event.id().toString(), List.of(Labels.REF, Labels.TOMBSTONE), envelope(event), List.of());
  }

  private static Neo4jNode live(Event event) {
    Resource resource = event.resource();
    SortedMap<String, Object> properties = envelope(event);
    properties.put("id", event.id().id());
    properties.put("type", event.id().type());
    properties.putAll(DisplayProperties.of(resource));
    return new Neo4jNode(
        event.id().toString(),
        List.of(Labels.REF, Labels.RESOURCE, event.id().type()),
        properties,
        edges(resource));
  }

  private static SortedMap<String, Object> envelope(Event event) {
    SortedMap<String, Object> properties = new TreeMap<>();
    properties.put("key", event.key().toString());
    properties.put("source", event.source());
    properties.put("deleted", event.deleted());
    return properties;
  }

  private static List<Edge> edges(Resource resource) {
    return resource.references().stream().map(Neo4jProjection::edge).distinct().toList();
  }

  /** A reference that is the resource's own element, which no FHIR type has, has no path. */
  private static Edge edge(Reference reference) {
    String type = reference.path().isEmpty() ? "reference" : reference.path();
    return new Edge(type, reference.target().toString());
  }

  @Override
  public String hash(Neo4jNode projected) {
    return projected.hash();
  }
}
