package io.distributary.gateway.fhir;

import io.distributary.gateway.write.Rejection;

/** How a refused write is answered. */
public final class Rejections {
  private Rejections() {}

  /**
   * @param status of HTTP
   * @param phrase that belongs to the status
   */
  public record RejectedAnswer(int status, String phrase, OperationOutcome outcome) {}

  public static RejectedAnswer answer(Rejection refusal) {
    return switch (refusal.kind()) {
      case MALFORMED -> answer(400, "Bad Request", "invalid", refusal);
      case MISMATCH -> answer(400, "Bad Request", "invariant", refusal);
      case TOO_LARGE -> answer(413, "Payload Too Large", "too-long", refusal);
      case NOT_SUPPORTED -> answer(422, "Unprocessable Entity", "not-supported", refusal);
      case KEY_CHANGED -> answer(422, "Unprocessable Entity", "business-rule", refusal);
      case UNKNOWN_TYPE -> answer(404, "Not Found", "not-supported", refusal);
      case NOT_FOUND -> answer(404, "Not Found", "not-found", refusal);
      case NOT_NOW, UNACKNOWLEDGED -> answer(503, "Service Unavailable", "transient", refusal);
    };
  }

  private static RejectedAnswer answer(int status, String phrase, String code, Rejection refusal) {
    return new RejectedAnswer(
        status, phrase, OperationOutcome.error(code, refusal.message(), refusal.element()));
  }
}
