package io.distributary.sink;

import io.distributary.schemas.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A call that failed as a whole. Its message is the reason's; a driver's message never is, as
 * drivers echo data. The cause is kept for debuggers: the host logs the names of its classes and
 * nothing else of it.
 */
public class SinkException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Action action;
  private final transient Reason reason;

  protected SinkException(Action action, Reason reason, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.action = action;
    this.reason = reason;
  }

  public SinkException(Action action, Reason reason, @Nullable Throwable cause) {
    this(action, reason, reason.message(), cause);
  }

  public Action action() {
    return action;
  }

  public Reason reason() {
    return reason;
  }
}
