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

  private final transient Failure failure;

  SinkException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public SinkException(Failure failure, @Nullable Throwable cause) {
    super(failure.reason().message(), cause);
    this.failure = failure;
  }

  public Failure failure() {
    return failure;
  }

  public Action action() {
    return failure.action();
  }

  public Reason reason() {
    return failure.reason();
  }
}
