package io.distributary.sink;

/**
 * A native query that is not answered because of what it says: malformed, not read-only, or too
 * much.
 */
public final class InvalidQueryException extends SinkException {
  private static final long serialVersionUID = 1L;
  private static final Failure FAILURE =
      Failure.reject("invalid-query", "The query is not one that this view answers.");

  /**
   * @param message a sentence for the caller that names the field of the query and what is allowed
   *     there, for example {@code pipeline[1]: $out is not allowed. Allowed: $count, $group, …}; it
   *     may repeat the query's own words, never stored data
   */
  public InvalidQueryException(String message) {
    super(FAILURE, message);
  }
}
