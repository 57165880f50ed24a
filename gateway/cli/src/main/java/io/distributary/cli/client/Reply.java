package io.distributary.cli.client;

import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway answered.
 *
 * @param status of HTTP
 */
public record Reply(int status, byte[] body) {
  private static final JsonLimits LIMITS = new JsonLimits(1 << 30, 200, Integer.MAX_VALUE);
  private static final int LONGEST_SENTENCE = 300;

  /** Whether the status is 2xx. */
  public boolean isGood() {
    return status >= 200 && status < 300;
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The body as a JSON object.
   *
   * @throws CommandFailedException when it is something else
   */
  public Map<String, @Nullable Object> tree() throws CommandFailedException {
    try {
      return Json.parseObject(body, LIMITS);
    } catch (InvalidResourceException e) {
      throw new CommandFailedException("The answer is not JSON of a gateway (" + e.defect() + ").");
    }
  }

  /** The body as a JSON array. */
  public List<?> array() throws CommandFailedException {
    byte[] wrapped = ("{\"array\":" + text() + "}").getBytes(StandardCharsets.UTF_8);
    Object array = new Reply(status, wrapped).tree().get("array");
    return array instanceof List<?> list ? list : List.of();
  }

  /** The sentence in which the gateway says what is wrong, from either form of its errors. */
  public String problem() {
    try {
      return problem(tree()).orElse("status " + status);
    } catch (CommandFailedException notJson) {
      return "status " + status;
    }
  }

  /** The sentence in an OperationOutcome or a problem (RFC 9457). */
  public static Optional<String> problem(Map<?, ?> tree) {
    Object issues = tree.get("issue");
    if (issues instanceof List<?> list
        && !list.isEmpty()
        && list.get(0) instanceof Map<?, ?> first) {
      return sentence(first.get("diagnostics"));
    }
    return sentence(tree.get("detail")).or(() -> sentence(tree.get("title")));
  }

  private static Optional<String> sentence(@Nullable Object value) {
    if (!(value instanceof String text) || text.isBlank()) {
      return Optional.empty();
    }
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return Optional.of(line.substring(0, Math.min(LONGEST_SENTENCE, line.length())));
  }

  /** The status alone. */
  @Override
  public String toString() {
    return "status " + status;
  }
}
