package io.distributary.bench.read;

import io.distributary.bench.read.DriverCaller.Ask;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.fhir.Resource;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonNumber;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What is asked of data that is in all views, in the order in which it is told. */
final class Questions {
  private static final int ROWS = 100;
  private static final String TWO_HOPS =
      "MATCH (p:Patient {ref: $ref})<-[:subject]-(e:Encounter)-[:participant_individual]->(d:Practitioner)"
          + " RETURN d.name AS practitioner, count(e) AS encounters ORDER BY encounters DESC LIMIT 10";
  private static final List<String> WORDS =
      List.of("asthma", "hypertension", "fracture", "sinusitis", "diabetes", "influenza");

  private final ReadData data;
  private final Drivers drivers;
  private final List<ResourceId> patients;

  Questions(ReadData data, Drivers drivers) {
    this.data = data;
    this.drivers = drivers;
    this.patients = data.patients().stream().map(Resource::id).toList();
  }

  List<Question> all() {
    return List.of(
        new Question("livez", List.of(HttpCaller.get("/livez")), List.of()),
        question(
            "read",
            data.read(),
            id -> HttpCaller.get("/fhir/" + id),
            id -> () -> drivers.document(id)),
        question(
            "history",
            data.changed(),
            id -> HttpCaller.get("/fhir/" + id + "/_history"),
            id -> () -> drivers.history(id)),
        question(
            "everything",
            List.of(data.chart()),
            id -> HttpCaller.get("/fhir/" + id + "/$everything"),
            id -> () -> drivers.chart(id)),
        question(
            "document",
            patients,
            id ->
                query(
                    "document",
                    Map.of(
                        "collection",
                        "Observation",
                        "filter",
                        Map.of("key", id.toString()),
                        "limit",
                        number(ROWS))),
            id -> () -> drivers.documents("Observation", id, ROWS)),
        question(
            "graph",
            patients,
            id -> query("graph", Map.of("statement", TWO_HOPS, "parameters", ref(id))),
            id -> () -> drivers.graph(TWO_HOPS, ref(id))),
        question(
            "search",
            WORDS,
            word -> query("search", match(word)),
            word -> () -> drivers.search(Json.text(match(word)))),
        question(
            "wide-column",
            patients,
            id ->
                query(
                    "wide-column",
                    Map.of("table", "charts", "prefix", id.toString(), "limit", number(ROWS))),
            id -> () -> drivers.chart(id, ROWS)),
        new Question("match", data.patients().stream().map(Questions::lookUp).toList(), List.of()));
  }

  private static <T> Question question(
      String name, List<T> wanted, Function<T, byte[]> request, Function<T, Ask> driver) {
    return new Question(
        name, wanted.stream().map(request).toList(), wanted.stream().map(driver).toList());
  }

  private static byte[] query(String view, Map<String, ?> query) {
    return HttpCaller.post("/views/" + view + "/query", "application/json", Json.write(query));
  }

  private static byte[] lookUp(Resource patient) {
    return HttpCaller.post("/fhir/Patient/$match", "application/fhir+json", patient.json());
  }

  private static Map<String, Object> match(String word) {
    return Map.of("query", Map.of("match", Map.of("text", word)), "size", number(10));
  }

  private static Map<String, Object> ref(ResourceId id) {
    return Map.of("ref", id.toString());
  }

  private static JsonNumber number(int value) {
    return new JsonNumber(Integer.toString(value));
  }
}
