package io.distributary.gateway.projector;

import io.distributary.schemas.event.EventCodec;
import io.distributary.sink.RevisionId;

/** One revision of a view: its group, its store, and what is true of it. */
final class SimulatedRevision {
  private final Simulation world;
  private final SimulatedView view;
  private final RevisionId id;
  private final Oracle oracle;
  private final SimulatedStore store;
  private final SimulatedCalls calls;
  private final SimulatedGroup group;

  SimulatedRevision(Simulation world, SimulatedView view, RevisionId id) {
    this.world = world;
    this.view = view;
    this.id = id;
    this.oracle = new Oracle(world, this);
    this.store = new SimulatedStore(world, view.keepsHistory(), oracle);
    this.calls =
        new SimulatedCalls(world, ViewWriter.of(store.projection(), store, EventCodec::decode));
    this.group = new SimulatedGroup(world, this);
  }

  SimulatedView view() {
    return view;
  }

  RevisionId id() {
    return id;
  }

  boolean keepsHistory() {
    return view.keepsHistory();
  }

  Oracle oracle() {
    return oracle;
  }

  SimulatedStore store() {
    return store;
  }

  SimulatedCalls calls() {
    return calls;
  }

  SimulatedGroup group() {
    return group;
  }

  /** Whether all is applied that can be. */
  boolean isSettled() {
    return calls.isQuiet() && (isRightlyHalted() || group.isAtTheEnd());
  }

  /** Events that come next for it are gone, and every gateway has stopped for that. */
  boolean isRightlyHalted() {
    return oracle.needsWhatIsLost()
        && world.gateways().stream().allMatch(gateway -> gateway.hasHalted(this));
  }

  @Override
  public String toString() {
    return id.toString();
  }
}
