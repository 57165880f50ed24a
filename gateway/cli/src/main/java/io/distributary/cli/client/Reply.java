package io.distributary.cli.client;

import io.distributary.gateway.control.ControlCodec;
import io.distributary.gateway.control.ControlDocument;
import io.distributary.gateway.control.ProblemJson;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import java.io.IOException;
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
   * The body as one of the gateway's own documents.
   *
   * @throws CommandFailedException when it is something else
   */
  public <T extends ControlDocument> T as(Class<T> type) throws CommandFailedException {
    try {
      return ControlCodec.read(body, type);
    } catch (IOException e) {
      throw notOfAGateway(e.getMessage());
    }
  }

  /**
   * The body as a JSON object, whatever it holds.
   *
   * @throws CommandFailedException when it is something else
   */
  public Map<String, @Nullable Object> tree() throws CommandFailedException {
    try {
      return Json.parseObject(body, LIMITS);
    } catch (InvalidResourceException e) {
      throw notOfAGateway(e.defect());
    }
  }

  private static CommandFailedException notOfAGateway(@Nullable Object why) {
    return new CommandFailedException("The answer is not JSON of a gateway (" + why + ").");
  }

  /** The sentence in which the gateway says what is wrong, from either form of its errors. */
  public String problem() {
    try {
      Optional<String> diagnostics = diagnostics(tree());
      return diagnostics.isPresent() ? diagnostics.get() : detail();
    } catch (CommandFailedException notJson) {
      return "status " + status;
    }
  }

  /** The sentence in an OperationOutcome. */
  public static Optional<String> diagnostics(Map<?, ?> outcome) {
    return outcome.get("issue") instanceof List<?> issues
            && !issues.isEmpty()
            && issues.get(0) instanceof Map<?, ?> first
        ? sentence(first.get("diagnostics"))
        : Optional.empty();
  }

  private String detail() throws CommandFailedException {
    ProblemJson problem = as(ProblemJson.class);
    return sentence(problem.detail())
        .or(() -> sentence(problem.title()))
        .orElse("status " + status);
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
