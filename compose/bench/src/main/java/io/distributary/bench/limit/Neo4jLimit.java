package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.JsonNode;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;

/** Nodes with guarded properties, and their references as relationships: a transaction a batch. */
final class Neo4jLimit implements StoreWriter {
  /** Those that the gateway's view keeps unless told otherwise. */
  private static final Set<String> TYPES =
      Set.of(
          "Patient",
          "Person",
          "RelatedPerson",
          "Practitioner",
          "PractitionerRole",
          "Organization",
          "Location",
          "Encounter",
          "EpisodeOfCare",
          "Condition",
          "Procedure",
          "MedicationRequest",
          "Immunization",
          "AllergyIntolerance",
          "CareTeam",
          "CarePlan",
          "ServiceRequest",
          "Device",
          "Group");

  /** One thread writes, so that nobody comes between reading a version and setting it. */
  private static final String NODES =
      """
      UNWIND $rows AS row
      MERGE (n:Ref {ref: row.ref})
      WITH n, row
      WHERE coalesce(n.version, -1) < row.version
      REMOVE n:Stub
      SET n = row.properties
      SET n:$(row.labels)""";

  private static final String EDGES =
      """
      UNWIND $targets AS target
      MERGE (b:Ref {ref: target.ref})
      ON CREATE SET b:Stub
      WITH b, target
      UNWIND target.edges AS edge
      MATCH (a:Ref {ref: edge[0]})
      CREATE (a)-[:$(edge[1])]->(b)""";

  private final Driver driver;

  Neo4jLimit(Addresses addresses) {
    driver = Stores.neo4j(addresses);
    run("CREATE CONSTRAINT distributary_ref IF NOT EXISTS FOR (n:Ref) REQUIRE n.ref IS UNIQUE");
    TYPES.forEach(
        type ->
            run(
                "CREATE INDEX distributary_id_%1$s IF NOT EXISTS FOR (n:%1$s) ON (n.id)"
                    .formatted(type)));
    run("CALL db.awaitIndexes(60)");
  }

  private void run(String statement) {
    driver.executableQuery(statement).execute();
  }

  @Override
  public void write(List<Incoming> batch) {
    List<Incoming> kept = batch.stream().filter(event -> TYPES.contains(event.type())).toList();
    try (Session session = driver.session();
        Transaction transaction = session.beginTransaction()) {
      List<Map<String, Object>> rows = kept.stream().map(Neo4jLimit::row).toList();
      transaction.run(NODES, Map.of("rows", rows)).consume();
      transaction.run(EDGES, Map.of("targets", targets(kept))).consume();
      transaction.commit();
    }
  }

  private static Map<String, Object> row(Incoming event) {
    return Map.of(
        "ref",
        event.ref(),
        "version",
        event.version(),
        "labels",
        List.of("Resource", event.type()),
        "properties",
        properties(event));
  }

  private static Map<String, Object> properties(Incoming event) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("ref", event.ref());
    properties.put("id", event.id());
    properties.put("type", event.type());
    properties.put("key", event.key());
    properties.put("source", event.source());
    properties.put("version", event.version());
    properties.put("updated", event.appended().toString());
    properties.put("deleted", false);
    JsonNode resource = event.resource();
    put(properties, "status", resource.path("status"));
    put(properties, "gender", resource.path("gender"));
    put(properties, "birthDate", resource.path("birthDate"));
    put(properties, "class", resource.path("class").path("code"));
    put(properties, "name", name(resource));
    JsonNode coded = coded(resource);
    JsonNode coding = coded.path("coding").path(0);
    put(properties, "display", coded.path("text"));
    put(properties, "code", coding.path("code"));
    String date = ClinicalDates.of(resource);
    if (date != null) {
      properties.put("date", date);
    }
    return properties;
  }

  private static JsonNode name(JsonNode resource) {
    JsonNode name = resource.path("name");
    return name.isArray() ? name.path(0).path("family") : name;
  }

  /** Some types have several of a coded element, others one. */
  private static JsonNode coded(JsonNode resource) {
    for (String element : List.of("code", "vaccineCode", "medicationCodeableConcept", "type")) {
      JsonNode found = resource.path(element);
      if (!found.isMissingNode()) {
        return found.isArray() ? found.path(0) : found;
      }
    }
    return resource.path("category").path(0);
  }

  private static void put(Map<String, Object> properties, String name, @Nullable JsonNode text) {
    if (text != null && text.isTextual()) {
      properties.put(name, text.textValue());
    }
  }

  /** Edges by target, so that a target that many refer to is looked up once. */
  private static List<Map<String, Object>> targets(List<Incoming> events) {
    Map<String, List<List<String>>> byTarget = new TreeMap<>();
    for (Incoming event : events) {
      Set<List<String>> edges = new HashSet<>();
      collect(event.resource(), "", edges);
      for (List<String> edge : edges) {
        byTarget
            .computeIfAbsent(edge.get(1), target -> new ArrayList<>())
            .add(List.of(event.ref(), edge.get(0)));
      }
    }
    List<Map<String, Object>> targets = new ArrayList<>();
    byTarget.forEach((ref, edges) -> targets.add(Map.of("ref", ref, "edges", edges)));
    return targets;
  }

  private static void collect(JsonNode node, String path, Set<List<String>> edges) {
    if (node.isArray()) {
      node.forEach(item -> collect(item, path, edges));
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        collectField(field.getKey(), field.getValue(), path, edges);
      }
    }
  }

  private static void collectField(
      String name, JsonNode value, String path, Set<List<String>> edges) {
    if (name.equals("reference") && value.isTextual()) {
      String target = value.textValue();
      if (target.indexOf('/') > 0 && target.indexOf('?') < 0) {
        edges.add(List.of(path, target));
      }
    } else if (!name.equals("contained")) {
      collect(value, path.isEmpty() ? name : path + "_" + name, edges);
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
