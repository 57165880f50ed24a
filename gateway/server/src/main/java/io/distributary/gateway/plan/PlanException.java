package io.distributary.gateway.plan;

import io.distributary.schemas.Reason;

/** A change of a view's plan that cannot be made now; the sentence says what to do first. */
public final class PlanException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  /**
   * @param message of views, revisions and commands; never of content
   */
  public PlanException(String code, String message) {
    super(message, null, false, false);
    this.reason = new Reason(code, message);
  }

  public Reason reason() {
    return reason;
  }
}
