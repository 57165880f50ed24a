package io.distributary.gateway.projector;

/**
 * Brings something to one life of a gateway: later while it is frozen, never once it has crashed.
 */
interface Courier {
  void bring(Runnable what);

  /** Whether that life goes on. */
  boolean isAlive();
}
