package io.distributary.gateway.fhir;

import io.distributary.schemas.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What went wrong, in FHIR's words. Everything in it is said by the program; nothing of a resource.
 *
 * @param code of http://hl7.org/fhir/issue-type, for example {@code not-found}
 * @param diagnostics one or two sentences
 * @param expression path of the element concerned; empty when it is none
 */
public record OperationOutcome(
    String severity, String code, String diagnostics, String expression) {

  public static OperationOutcome error(String code, String diagnostics, String expression) {
    return new OperationOutcome("error", code, diagnostics, expression);
  }

  public static OperationOutcome error(String code, String diagnostics) {
    return error(code, diagnostics, "");
  }

  public static OperationOutcome information(String diagnostics) {
    return new OperationOutcome("information", "informational", diagnostics, "");
  }

  /** As a JSON tree. */
  public Map<String, Object> tree() {
    Map<String, Object> issue = new LinkedHashMap<>();
    issue.put("severity", severity);
    issue.put("code", code);
    issue.put("diagnostics", diagnostics);
    if (!expression.isEmpty()) {
      issue.put("expression", List.of(expression));
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("resourceType", "OperationOutcome");
    tree.put("issue", List.of(issue));
    return tree;
  }

  public byte[] json() {
    return Json.write(tree());
  }
}
