package io.distributary.gateway.query;

/** Why a view did not answer. Its message is for the caller; nothing of a store's own words. */
public final class ReadException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What the caller can do about it. */
  public enum ReadFailure {
    /** No view has that name. */
    UNKNOWN_VIEW,
    /** No configured view can answer such a question, whatever its state. */
    UNABLE,
    /** The view's store cannot be reached, or was not yet opened: later. */
    UNREACHABLE,
    /** Too many callers wait for this view, or hold the memory for its answer: later. */
    BUSY,
    /** The time for an answer is over; the call was given up. */
    TIMED_OUT,
    /** The question is not one that the view answers. */
    INVALID,
    /** The view failed in a way that waiting does not mend. */
    FAILED
  }

  private final ReadFailure kind;

  ReadException(ReadFailure kind, String message) {
    super(message);
    this.kind = kind;
  }

  public ReadFailure kind() {
    return kind;
  }
}
