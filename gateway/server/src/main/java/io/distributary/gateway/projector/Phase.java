package io.distributary.gateway.projector;

/** Where a projector is. */
public enum Phase {
  OPENING,
  PAUSED,
  RUNNING,
  STOPPED,
  FAILED
}
