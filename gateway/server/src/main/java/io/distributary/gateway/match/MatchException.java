package io.distributary.gateway.match;

/** A look-up that is not answered; its message is for whoever asks, and has no patient data. */
public final class MatchException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why it is not answered. */
  public enum MatchFailure {
    /** What is known of somebody would make nobody even a possible match. */
    TOO_LITTLE,
    /** The index is not built yet, or can no longer be kept. */
    NOT_READY,
    /** Too many wait already. */
    BUSY
  }

  private final MatchFailure kind;

  MatchException(MatchFailure kind, String message) {
    super(message);
    this.kind = kind;
  }

  public MatchFailure kind() {
    return kind;
  }
}
