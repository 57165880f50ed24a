package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What a projector has read and not yet finished, and how fast it may write. */
final class SimulatedMemory {
  private final Simulation world;
  private final Deque<Chunk> chunks = new ArrayDeque<>();
  private int eventsPerSecond;
  private long restingUntil;

  SimulatedMemory(Simulation world) {
    this.world = world;
  }

  void pace(int most) {
    eventsPerSecond = most;
  }

  /**
   * @param paused whether the poll that brought it was to bring nothing
   */
  void take(Chunk chunk, boolean paused) {
    if (!chunk.isNothing()) {
      Simulation.require(
          bytes() < world.schedule().delivery().maxBytesInFlight().count(),
          () -> "More is read although too much is in memory" + (paused ? ", in a pause" : ""));
      chunks.add(chunk);
    }
  }

  private long bytes() {
    return chunks.stream().mapToLong(Chunk::bytes).sum();
  }

  void finish(Chunk done) {
    forget(done.work().size(), done.bytes());
    if (eventsPerSecond > 0) {
      restingUntil = world.now() + 1_000L * done.work().size() / eventsPerSecond;
    }
  }

  private void forget(int works, long bytes) {
    long leftWorks = works;
    long leftBytes = bytes;
    while (!chunks.isEmpty() && (leftWorks > 0 || chunks.element().work().isEmpty())) {
      Chunk done = chunks.remove();
      leftWorks -= done.work().size();
      leftBytes -= done.bytes();
    }
    long over = leftBytes;
    Simulation.require(over == 0, () -> "A batch gives back other bytes than it took: " + over);
  }

  void requireRested() {
    Simulation.require(world.now() >= restingUntil, () -> "It writes faster than it may");
  }

  /** Where the oldest chunk ends. */
  Map<Integer, Checkpoint> oldest() {
    return Objects.requireNonNull(chunks.element()).next();
  }

  /** Up to where everything was read, done or not. */
  Map<Integer, Checkpoint> ends(Map<Integer, Checkpoint> besides) {
    Map<Integer, Checkpoint> ends = new HashMap<>(besides);
    chunks.forEach(chunk -> ends.putAll(chunk.next()));
    return ends;
  }

  /** In coarse steps. */
  long shape(long before) {
    long shape = before;
    for (Chunk chunk : chunks) {
      shape = shape * 31 + Math.min(9, chunk.work().size());
    }
    return shape;
  }
}
