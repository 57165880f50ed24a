package io.distributary.gateway.fhir;

import io.distributary.schemas.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** What this server can do, and nothing else. */
public final class CapabilityStatement {
  /** When what is stated here last changed. */
  private static final String DATE = "2026-11-29";

  private static final String VERSION = version();

  private CapabilityStatement() {}

  /** Maven puts it in. */
  private static String version() {
    try (InputStream in = CapabilityStatement.class.getResourceAsStream("build.properties")) {
      Properties build = new Properties();
      build.load(Objects.requireNonNull(in, "build.properties"));
      return build.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param base the URL of the FHIR service, without a slash at its end
   */
  public static byte[] json(String base) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("resourceType", "CapabilityStatement");
    statement.put("status", "active");
    statement.put("date", DATE);
    statement.put("kind", "instance");
    statement.put("software", ordered("name", "Distributary", "version", VERSION));
    statement.put(
        "implementation",
        ordered("description", "Distributary: one stream, many views", "url", base));
    statement.put("fhirVersion", "4.0.1");
    statement.put("format", List.of("application/fhir+json", "json"));
    statement.put("rest", List.of(rest()));
    return Json.write(statement);
  }

  private static Map<String, Object> rest() {
    return ordered(
        "mode",
        "server",
        "documentation",
        "Writes are durable when they are answered; reads follow the stream, and each says in"
            + " Distributary-Position how far.",
        "security",
        ordered(
            "cors",
            false,
            "description",
            "None: whoever reaches the port may read and write. Unless it is told otherwise the"
                + " gateway listens on loopback alone, and it answers no other web site's"
                + " requests."),
        "resource",
        ResourceTypes.all().stream().map(CapabilityStatement::resource).toList(),
        "interaction",
        List.of(
            ordered(
                "code",
                "batch",
                "documentation",
                "PUT, POST, DELETE, and reads (GET, HEAD) of Type/id and Type/id/_history/vid,"
                    + " which are answered after the writes were appended; at most 20,000 entries,"
                    + " and 16 MiB of resources in the answer.")));
  }

  private static Map<String, Object> resource(String type) {
    Map<String, Object> resource =
        ordered(
            "type",
            type,
            "interaction",
            interactions(),
            "versioning",
            "versioned",
            "readHistory",
            true,
            "updateCreate",
            true,
            "conditionalCreate",
            false,
            "conditionalRead",
            "not-match",
            "conditionalUpdate",
            false,
            "conditionalDelete",
            "not-supported");
    if (type.equals("Patient")) {
      resource.put(
          "operation",
          List.of(
              ordered(
                  "name", "everything",
                  "definition", "http://hl7.org/fhir/OperationDefinition/Patient-everything",
                  "documentation",
                      "By GET or POST. One Bundle, not paged, of all that is keyed to the patient;"
                          + " without parameters."),
              ordered(
                  "name", "match",
                  "definition", "http://hl7.org/fhir/OperationDefinition/Patient-match",
                  "documentation",
                      "Parameters, or a bare Patient with the simple parameters in the URL. Beside"
                          + " count and onlyCertainMatches: onlySingleMatch, and explain, which"
                          + " gives each score's reasons in bits.")));
    }
    return resource;
  }

  private static List<Map<String, String>> interactions() {
    return List.of("read", "vread", "update", "delete", "history-instance", "create").stream()
        .map(code -> Map.of("code", code))
        .toList();
  }

  private static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }
}
