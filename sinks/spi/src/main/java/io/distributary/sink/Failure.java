package io.distributary.sink;

import io.distributary.schemas.Reason;
import org.jspecify.annotations.Nullable;

/** What went wrong, of a call or of one event: what the host is asked to do, and why. */
public record Failure(Action action, Reason reason) {
  /** Transient: try again. */
  public static Failure retry(String code, String message) {
    return new Failure(Action.RETRY, new Reason(code, message));
  }

  /** Permanent for this event or query. */
  public static Failure reject(String code, String message) {
    return new Failure(Action.REJECT, new Reason(code, message));
  }

  /** Permanent for this sink. */
  public static Failure stop(String code, String message) {
    return new Failure(Action.STOP, new Reason(code, message));
  }

  /** As the failure of a whole call. */
  public SinkException exception() {
    return exception(null);
  }

  /**
   * As the failure of a whole call.
   *
   * @param cause for debuggers: of it, the host logs the names of classes and nothing else
   */
  public SinkException exception(@Nullable Throwable cause) {
    return new SinkException(this, cause);
  }

  /**
   * As what became of one event of a batch.
   *
   * @throws SinkException when it concerns the whole view
   */
  public Outcome outcome() throws SinkException {
    if (action == Action.STOP) {
      throw exception();
    }
    return new Outcome.Failed(this);
  }
}
