package io.distributary.sinks.neo4j;

import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Value;
import org.neo4j.driver.types.Node;
import org.neo4j.driver.types.Path;
import org.neo4j.driver.types.Point;
import org.neo4j.driver.types.Relationship;
import org.neo4j.driver.types.Type;
import org.neo4j.driver.types.TypeSystem;

/**
 * What the driver hands over as JSON trees: a node is {@code {"labels": […], its properties}}, a
 * relationship {@code {"type", its properties}}, a path {@code {"nodes": […], "relationships":
 * [{"type", "from", "to"}]}} with refs, a point {@code {"srid", "x", "y", "z"}}; dates, times and
 * durations are texts in ISO 8601, bytes in Base64.
 */
final class GraphValues {
  private static final Set<String> INTERNAL = Set.of("_lock", "hash");
  private static final TypeSystem TYPES = TypeSystem.getDefault();

  private GraphValues() {}

  /** Whether a value is, or holds, a node that is no live resource. */
  static boolean holdsHidden(Value value) {
    if (isA(TYPES.NODE(), value)) {
      return isHidden(value.asNode());
    }
    if (isA(TYPES.PATH(), value)) {
      return nodes(value.asPath()).stream().anyMatch(GraphValues::isHidden);
    }
    boolean nests = isA(TYPES.LIST(), value) || isA(TYPES.MAP(), value);
    return nests
        && StreamSupport.stream(value.values().spliterator(), false)
            .anyMatch(GraphValues::holdsHidden);
  }

  /** Of exactly this type: for the driver a node is a map, too. */
  private static boolean isA(Type type, Value value) {
    return value.type().equals(type);
  }

  private static boolean isHidden(Node node) {
    return !node.hasLabel(Labels.RESOURCE);
  }

  /** Lists and maps are made while they are read, so that a row is not in memory twice. */
  static @Nullable Object json(Value value) {
    if (isA(TYPES.LIST(), value)) {
      return new JsonList<>(value.size(), index -> json(value.get(index)));
    }
    return isA(TYPES.MAP(), value) ? new JsonMap(value) : json(value.asObject());
  }

  private static final class JsonList<T> extends AbstractList<@Nullable T> {
    private final int size;
    private final IntFunction<@Nullable T> items;

    JsonList(int size, IntFunction<@Nullable T> items) {
      this.size = size;
      this.items = items;
    }

    @Override
    public @Nullable T get(int index) {
      return items.apply(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static final class JsonMap extends AbstractMap<String, @Nullable Object> {
    private final Value map;

    JsonMap(Value map) {
      this.map = map;
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Map.Entry<String, @Nullable Object>> iterator() {
          return StreamSupport.stream(map.keys().spliterator(), false)
              .<Map.Entry<String, @Nullable Object>>map(
                  name -> new SimpleImmutableEntry<>(name, json(map.get(name))))
              .iterator();
        }

        @Override
        public int size() {
          return map.size();
        }
      };
    }
  }

  private static @Nullable Object json(@Nullable Object value) {
    if (value instanceof Node node) {
      return node(node);
    }
    if (value instanceof Relationship relationship) {
      return relationship(relationship);
    }
    if (value instanceof Path path) {
      return path(path);
    }
    if (value instanceof Point point) {
      return point(point);
    }
    if (value instanceof byte[] bytes) {
      return Base64.getEncoder().encodeToString(bytes);
    }
    return value instanceof Map<?, ?> || value instanceof Collection<?> ? nested(value) : value;
  }

  private static Object nested(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
      map.forEach((name, item) -> rendered.put(String.valueOf(name), json(item)));
      return rendered;
    }
    List<@Nullable Object> rendered = new ArrayList<>();
    ((Collection<?>) value).forEach(item -> rendered.add(json(item)));
    return rendered;
  }

  private static Map<String, @Nullable Object> node(Node node) {
    List<String> labels = new ArrayList<>();
    node.labels().forEach(labels::add);
    labels.remove(Labels.REF);
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    rendered.put("labels", labels.stream().sorted().toList());
    rendered.putAll(properties(node.asMap()));
    return rendered;
  }

  private static Map<String, @Nullable Object> properties(Map<String, Object> stored) {
    Map<String, @Nullable Object> rendered = new TreeMap<>();
    stored.forEach((name, value) -> rendered.put(name, json(value)));
    rendered.keySet().removeAll(INTERNAL);
    return rendered;
  }

  private static Map<String, @Nullable Object> relationship(Relationship relationship) {
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    rendered.put("type", relationship.type());
    rendered.putAll(properties(relationship.asMap()));
    return rendered;
  }

  /** A node comes once over the wire and is written at each visit: each is made when it is. */
  private static Map<String, @Nullable Object> path(Path path) {
    List<Node> nodes = nodes(path);
    Map<String, String> refs = new HashMap<>();
    nodes.forEach(node -> refs.put(node.elementId(), node.get("ref").asString("")));
    List<Relationship> relationships = new ArrayList<>();
    path.relationships().forEach(relationships::add);
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    rendered.put("nodes", new JsonList<>(nodes.size(), index -> node(nodes.get(index))));
    rendered.put(
        "relationships",
        new JsonList<>(relationships.size(), index -> step(relationships.get(index), refs)));
    return rendered;
  }

  private static Map<String, @Nullable Object> step(
      Relationship relationship, Map<String, String> refs) {
    Map<String, @Nullable Object> rendered = relationship(relationship);
    rendered.put("from", refs.get(relationship.startNodeElementId()));
    rendered.put("to", refs.get(relationship.endNodeElementId()));
    return rendered;
  }

  private static List<Node> nodes(Path path) {
    List<Node> nodes = new ArrayList<>();
    path.nodes().forEach(nodes::add);
    return nodes;
  }

  private static Map<String, @Nullable Object> point(Point point) {
    Map<String, @Nullable Object> rendered = new LinkedHashMap<>();
    rendered.put("srid", point.srid());
    rendered.put("x", point.x());
    rendered.put("y", point.y());
    if (!Double.isNaN(point.z())) {
      rendered.put("z", point.z());
    }
    return rendered;
  }
}
