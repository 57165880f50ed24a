package io.distributary.gateway.write;

/** A write that was refused before anything was appended. */
public final class RejectedWriteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Rejection refusal;

  public RejectedWriteException(Rejection refusal) {
    super(refusal.message());
    this.refusal = refusal;
  }

  public Rejection refusal() {
    return refusal;
  }
}
