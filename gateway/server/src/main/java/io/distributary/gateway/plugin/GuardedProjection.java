package io.distributary.gateway.plugin;

import io.distributary.schemas.Reason;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Projection;
import io.distributary.sink.RejectedEventException;
import java.util.Optional;

/**
 * A projection that fails on one event as the contract says, whatever it throws: an event that it
 * cannot digest is refused, no more.
 */
final class GuardedProjection<P> implements Projection<P> {
  private static final Reason FAILED =
      new Reason("projection-failed", "The view's projection failed on this event.");

  private final Projection<P> projection;
  private final int version;
  private final boolean keepsHistory;
  private final PluginGuard guard;

  /**
   * @param version that the projection says it has
   * @param keepsHistory what the projection says of it
   */
  GuardedProjection(
      Projection<P> projection, int version, boolean keepsHistory, PluginGuard guard) {
    this.projection = projection;
    this.version = version;
    this.keepsHistory = keepsHistory;
    this.guard = guard;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public boolean keepsHistory() {
    return keepsHistory;
  }

  @Override
  public Optional<P> project(Event event) throws RejectedEventException {
    try {
      return guard.compute(PluginCall.PROJECT, () -> projection.project(event));
    } catch (RuntimeException e) {
      throw new RejectedEventException(FAILED);
    }
  }

  @Override
  public String hash(P projected) {
    try {
      return guard.<String, RuntimeException>compute(
          PluginCall.HASH, () -> projection.hash(projected));
    } catch (RuntimeException e) {
      PluginGuard.tell(e);
      throw new PluginException("The sink plugin failed to hash what its projection made.");
    }
  }
}
