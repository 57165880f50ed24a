package io.distributary.sink;

/** A {@link Cursor} that the reader did not make, or that it made for another question. */
public final class InvalidCursorException extends SinkException {
  private static final long serialVersionUID = 1L;
  private static final Failure FAILURE =
      Failure.reject("invalid-cursor", "The cursor is not one of this answer.");

  public InvalidCursorException() {
    super(FAILURE, FAILURE.reason().message());
  }
}
