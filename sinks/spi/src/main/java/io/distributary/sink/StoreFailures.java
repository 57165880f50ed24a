package io.distributary.sink;

/**
 * What every store can say, under the same codes in every sink. What one store alone can say has a
 * code of its own.
 *
 * @param store its name, for the sentences: {@code MongoDB}
 */
public record StoreFailures(String store) {
  public Failure unreachable() {
    return Failure.retry("store-unreachable", store + " cannot be reached.");
  }

  public Failure timedOut() {
    return Failure.retry("store-timed-out", store + " did not answer in time.");
  }

  /** It is starting, electing, overloaded, or waits for others. */
  public Failure busy() {
    return Failure.retry("store-busy", store + " cannot do it now.");
  }

  public Failure full() {
    return Failure.retry("store-full", store + " has no room left.");
  }

  /** In a way that is its own, or that nobody knows. */
  public Failure failed() {
    return Failure.retry("store-failed", store + " failed.");
  }

  public Failure denied() {
    return Failure.stop(
        "store-denied", store + " does not accept the credentials, or they lack rights.");
  }

  public Failure misconfigured() {
    return Failure.stop(
        "store-misconfigured", "The client of " + store + " does not accept the configuration.");
  }

  /** Somebody removed what the view is kept in. */
  public Failure missing() {
    return Failure.stop(
        "store-missing", store + " no longer has what the view is kept in: rebuild the view.");
  }

  public Failure rejected() {
    return Failure.reject("event-rejected", store + " cannot hold the event.");
  }

  public Failure tooLarge() {
    return Failure.reject("event-too-large", "The event is larger than " + store + " takes.");
  }
}
