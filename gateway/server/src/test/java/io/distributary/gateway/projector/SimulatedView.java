package io.distributary.gateway.projector;

import io.distributary.gateway.stream.Polled;
import io.distributary.schemas.event.StreamRecord;
import java.util.List;
import java.util.Map;

/** One view of a {@link Simulation}: its group, its store, and what is true of it. */
final class SimulatedView {
  private final Simulation world;
  private final String name;
  private final boolean keepsHistory;
  private final Oracle oracle;
  private final SimulatedStore store;
  private final ViewWriter<?> writer;
  private final SimulatedCalls calls;
  private final SimulatedGroup group;
  private boolean paused;

  SimulatedView(Simulation world, String name, int number, boolean keepsHistory) {
    this.world = world;
    this.name = name;
    this.keepsHistory = keepsHistory;
    this.oracle = new Oracle(world, this, number);
    this.store = new SimulatedStore(world, keepsHistory, oracle);
    this.writer = ViewWriter.of(store);
    this.calls = new SimulatedCalls(world, writer);
    this.group = new SimulatedGroup(world, this, number);
  }

  Work prepare(StreamRecord record) {
    return writer.prepare(new Polled(List.of(record), Map.of())).work().get(0);
  }

  /** An operator pauses or resumes it; every gateway follows sooner or later. */
  void pause(boolean pause) {
    if (paused != pause) {
      paused = pause;
      world.note(() -> name + (pause ? " is paused" : " is resumed"));
      world
          .gateways()
          .forEach(gateway -> world.after(world.between(1, 3_000), () -> gateway.follow(this)));
    }
  }

  boolean isPaused() {
    return paused;
  }

  String name() {
    return name;
  }

  boolean keepsHistory() {
    return keepsHistory;
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
    return name + (calls.isQuiet() ? "" : " with writes under way") + " at " + group;
  }
}
