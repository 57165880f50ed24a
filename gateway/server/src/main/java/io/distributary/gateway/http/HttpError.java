package io.distributary.gateway.http;

import io.distributary.gateway.fhir.Rejections;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.match.MatchException;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.write.RejectedWriteException;
import io.distributary.schemas.InvalidResourceException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A request that is not answered as it wished, in the words of HTTP. What it says is made by the
 * program; never a store's words, never a patient's data.
 */
final class HttpError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String element;

  /**
   * @param code of http://hl7.org/fhir/issue-type
   * @param element path of what is wrong; may be empty
   */
  HttpError(int status, String code, String message, String element) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.element = element;
  }

  HttpError(int status, String code, String message) {
    this(status, code, message, "");
  }

  static HttpError invalid(String message) {
    return new HttpError(400, "invalid", message);
  }

  static HttpError notSupported(String message) {
    return new HttpError(400, "not-supported", message);
  }

  static HttpError notFound(String message) {
    return new HttpError(404, "not-found", message);
  }

  /** What a failure looks like from outside. */
  static HttpError of(@Nullable Throwable failure, int status) {
    if (failure instanceof HttpError error) {
      return error;
    }
    if (failure instanceof ReadException e) {
      return ofRead(e);
    }
    if (failure instanceof RejectedWriteException e) {
      Rejections.RejectedAnswer answer = Rejections.answer(e.refusal());
      return new HttpError(
          answer.status(),
          answer.outcome().code(),
          answer.outcome().diagnostics(),
          answer.outcome().expression());
    }
    if (failure instanceof MatchException e) {
      return ofMatch(e);
    }
    if (failure instanceof StreamException e) {
      return new HttpError(503, "transient", e.reason().message());
    }
    if (failure instanceof PlanException e) {
      return new HttpError(409, "conflict", e.reason().message());
    }
    if (failure instanceof InvalidResourceException e) {
      return new HttpError(400, "invalid", e.defect().reason().message(), e.element());
    }
    if (failure instanceof TimeoutException) {
      return new HttpError(504, "timeout", "There was no answer in time.");
    }
    return plain(failure == null || status < 500 ? status : 500);
  }

  private static HttpError ofRead(ReadException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case UNKNOWN_VIEW -> notFound(message);
      case UNABLE -> new HttpError(501, "not-supported", message);
      case UNREACHABLE, BUSY -> new HttpError(503, "transient", message);
      case TIMED_OUT -> new HttpError(504, "timeout", message);
      case INVALID -> invalid(message);
      case FAILED -> new HttpError(500, "exception", message);
    };
  }

  private static HttpError ofMatch(MatchException e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.kind()) {
      case TOO_LITTLE -> new HttpError(400, "required", message, "Patient");
      case NOT_READY, BUSY -> new HttpError(503, "transient", message);
    };
  }

  private static HttpError plain(int status) {
    return switch (status) {
      case 400 -> invalid("The request is malformed.");
      case 404 -> notFound("There is nothing here.");
      case 413 -> new HttpError(413, "too-long", "The request is too large.");
      case 414 -> new HttpError(414, "too-long", "The URL is too long.");
      case 431 -> new HttpError(431, "too-long", "The header fields are too large.");
      default ->
          status >= 400 && status < 500
              ? new HttpError(status, "invalid", "The request cannot be answered.")
              : new HttpError(500, "exception", "The gateway failed to answer.");
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String element() {
    return element;
  }

  String message() {
    return String.valueOf(getMessage());
  }

  /** Whether the same request may succeed later. */
  boolean isTransient() {
    return status == 503;
  }
}
