package io.distributary.gateway.fhir;

import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.gateway.write.Rejection;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The body of an operation that takes no parameters: nothing, or Parameters without any. */
public final class NoParameters {
  private NoParameters() {}

  /**
   * Reads a body.
   *
   * @param lenient whether parameters that are not supported are skipped
   * @return always true
   */
  public static boolean check(byte[] body, boolean lenient)
      throws InvalidResourceException, RejectedWriteException {
    if (body.length == 0) {
      return true;
    }
    Map<String, @Nullable Object> tree = Json.parseObject(body, JsonLimits.RESOURCE);
    if (!"Parameters".equals(tree.get("resourceType"))) {
      throw refused("The resource is not Parameters.", "resourceType");
    }
    Object parameters = tree.getOrDefault("parameter", List.of());
    if (!(parameters instanceof List<?> list)) {
      throw refused("There is not one array of parameters.", "parameter");
    }
    if (!lenient && !list.isEmpty()) {
      throw refused(
          "There is a parameter that is not supported here: this operation takes none."
              + " (Prefer: handling=lenient ignores them.)",
          "parameter");
    }
    return true;
  }

  private static RejectedWriteException refused(String message, String element) {
    return new RejectedWriteException(
        new Rejection(Rejection.RejectionKind.MALFORMED, message, element));
  }
}
