package io.distributary.sink;

import io.distributary.schemas.Reason;

/** An event that a view can never hold. It becomes a dead letter of that view. */
public final class RejectedEventException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  public RejectedEventException(Reason reason) {
    super(reason.message());
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
