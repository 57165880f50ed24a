package io.distributary.gateway.fhir;

import io.distributary.gateway.match.MatchQuery;
import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.gateway.write.Rejection;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks of {@code Patient/$match} (FHIR R4,
 * http://hl7.org/fhir/R4/operation-patient-match.html): a Parameters resource, or a bare Patient
 * with the simple parameters in the URL. {@code onlySingleMatch} is of later versions; {@code
 * explain} is ours.
 *
 * @param explain whether each score is explained
 */
public record MatchRequest(MatchQuery query, boolean explain) {
  /** The simple parameters. */
  public static final List<String> SIMPLE =
      List.of("count", "onlyCertainMatches", "onlySingleMatch", "explain");

  private static final int USUAL = 10;
  private static final int MOST = 50;

  /**
   * Reads a request.
   *
   * @param simple the simple parameters that the URL names
   */
  public static MatchRequest read(byte[] body, Map<String, String> simple)
      throws InvalidResourceException, RejectedWriteException {
    Map<String, @Nullable Object> tree = Json.parseObject(body, JsonLimits.RESOURCE);
    Reading reading = new Reading(simple);
    if ("Patient".equals(tree.get("resourceType"))) {
      reading.patient(tree, "");
    } else if ("Parameters".equals(tree.get("resourceType"))) {
      reading.parameters(tree.get("parameter"));
    } else {
      throw refused("The resource is neither Parameters nor a Patient.", "resourceType");
    }
    return reading.request();
  }

  private static RejectedWriteException refused(String message, String element) {
    return new RejectedWriteException(
        new Rejection(Rejection.RejectionKind.MALFORMED, message, element));
  }

  /** A request that is being read. */
  private static final class Reading {
    private final Map<String, String> simple;
    private @Nullable Map<String, @Nullable Object> patient;

    Reading(Map<String, String> simple) {
      this.simple = new LinkedHashMap<>(simple);
    }

    void parameters(@Nullable Object parameters) throws RejectedWriteException {
      if (!(parameters instanceof List<?> list)) {
        throw refused("Parameters has no parameter 'resource' with a Patient.", "parameter");
      }
      for (Object each : list) {
        if (!(each instanceof Map<?, ?> parameter)
            || !(parameter.get("name") instanceof String name)) {
          throw refused("A parameter has no name.", "parameter");
        }
        parameter(name, parameter);
      }
    }

    private void parameter(String name, Map<?, ?> parameter) throws RejectedWriteException {
      String element = "parameter.where(name='" + name + "')";
      switch (name) {
        case "resource" -> patient(parameter.get("resource"), element);
        case "count" -> simple(name, parameter.get("valueInteger"), element);
        case "onlyCertainMatches", "onlySingleMatch", "explain" ->
            simple(name, parameter.get("valueBoolean"), element);
        default ->
            throw refused(
                "There is a parameter that is not supported here. Supported: resource, count,"
                    + " onlyCertainMatches, onlySingleMatch, explain.",
                "parameter.name");
      }
    }

    void patient(@Nullable Object resource, String element) throws RejectedWriteException {
      if (!(resource instanceof Map<?, ?> map) || !"Patient".equals(map.get("resourceType"))) {
        throw refused("The parameter 'resource' is not a Patient.", element);
      }
      if (patient != null) {
        throw refused("There are two Patients: ask for one at a time.", element);
      }
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put(String.valueOf(name), value));
      patient = copy;
    }

    private void simple(String name, @Nullable Object value, String element)
        throws RejectedWriteException {
      if (value == null) {
        throw refused("The parameter has no value of its type.", element);
      }
      if (simple.put(name, value.toString()) != null) {
        throw refused("The parameter stands twice.", element);
      }
    }

    MatchRequest request() throws RejectedWriteException {
      if (patient == null) {
        throw refused("Parameters has no parameter 'resource' with a Patient.", "parameter");
      }
      MatchQuery query =
          new MatchQuery(patient, count(), flag("onlyCertainMatches"), flag("onlySingleMatch"));
      return new MatchRequest(query, flag("explain"));
    }

    private int count() throws RejectedWriteException {
      String text = simple.getOrDefault("count", String.valueOf(USUAL));
      if (!text.matches("[1-9]\\d{0,9}")) {
        throw refused("count is not a whole number from 1.", "count");
      }
      return (int) Math.min(MOST, Long.parseLong(text));
    }

    private boolean flag(String name) throws RejectedWriteException {
      String text = simple.getOrDefault(name, "false");
      if (!text.equals("true") && !text.equals("false")) {
        throw refused("The parameter is neither true nor false.", name);
      }
      return text.equals("true");
    }
  }
}
