package io.distributary.gateway.projector;

/** Brings something to a gateway, unless it has crashed since; while it is frozen, later. */
interface Courier {
  void bring(Runnable what);
}
