package io.distributary.sink;

/**
 * What every store can say, under the same codes in every sink. What one store alone can say has a
 * code of its own.
 *
 * @param store its name, for the sentences: {@code MongoDB}
 */
public record StoreFailures(String store) {
  /** RETRY, {@code store-unreachable}: no connection, or it broke. */
  public Failure unreachable() {
    return Failure.retry("store-unreachable", store + " cannot be reached.");
  }

  /** RETRY, {@code store-timed-out}. */
  public Failure timedOut() {
    return Failure.retry("store-timed-out", store + " did not answer in time.");
  }

  /** RETRY, {@code store-busy}: it is starting, electing, overloaded, or waits for others. */
  public Failure busy() {
    return Failure.retry("store-busy", store + " cannot do it now.");
  }

  /** RETRY, {@code store-full}: somebody has to make room. */
  public Failure full() {
    return Failure.retry("store-full", store + " has no room left.");
  }

  /** RETRY, {@code store-failed}: whatever the table does not know. It is tried again, visibly. */
  public Failure failed() {
    return Failure.retry("store-failed", store + " failed.");
  }

  /** STOP, {@code store-denied}. */
  public Failure denied() {
    return Failure.stop(
        "store-denied", store + " does not accept the credentials, or they lack rights.");
  }

  /** STOP, {@code store-misconfigured}: the driver refuses its settings. */
  public Failure misconfigured() {
    return Failure.stop(
        "store-misconfigured", "The client of " + store + " does not accept the configuration.");
  }

  /** STOP, {@code store-missing}: somebody removed what the view is kept in. */
  public Failure missing() {
    return Failure.stop(
        "store-missing", store + " no longer has what the view is kept in: rebuild the view.");
  }

  /** REJECT, {@code event-rejected}: the store takes others, and will never take this one. */
  public Failure rejected() {
    return Failure.reject("event-rejected", store + " cannot hold the event.");
  }

  /** REJECT, {@code event-too-large}. */
  public Failure tooLarge() {
    return Failure.reject("event-too-large", "The event is larger than " + store + " takes.");
  }
}
