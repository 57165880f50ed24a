package io.distributary.sink;

/**
 * What a failure asks the host to do. From a reader, RETRY is answered with 503 (or 504), the
 * others are errors of the query or of the view; no projector stops for them.
 */
public enum Action {
  /**
   * Transient: the host tries again with back-off, for ever and visibly. No dead letter comes of
   * it.
   */
  RETRY,
  /** Permanent for this event (or this query): a dead letter with its reason; the rest goes on. */
  REJECT,
  /**
   * Permanent for this sink: the projector stops and says so, nothing is skipped, and another
   * gateway may take over.
   */
  STOP
}
