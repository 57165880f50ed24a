package io.distributary.gateway.plugin;

import io.distributary.schemas.Reason;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Projection;
import io.distributary.sink.RefusedEventException;
import java.util.Optional;

/**
 * A projection that fails on one event as the contract says, whatever it throws: an event that it
 * cannot digest is refused, no more.
 */
final class GuardedProjection<P> implements Projection<P> {
  private static final Reason FAILED =
      new Reason("projection-failed", "The view's projection failed on this event.");

  private final Projection<P> projection;
  private final PluginCalls calls;

  GuardedProjection(Projection<P> projection, PluginCalls calls) {
    this.projection = projection;
    this.calls = calls;
  }

  @Override
  public int version() {
    return projection.version();
  }

  @Override
  public boolean keepsHistory() {
    return projection.keepsHistory();
  }

  @Override
  public Optional<P> project(Event event) throws RefusedEventException {
    try {
      return calls.project(projection, event);
    } catch (RuntimeException e) {
      throw new RefusedEventException(FAILED);
    }
  }

  @Override
  public String hash(P projected) {
    return calls.get(() -> projection.hash(projected));
  }
}
