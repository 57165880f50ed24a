package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A revision's consumer group, as the broker sees it, with cooperative rebalances: a member keeps a
 * partition until it has given it back in a poll, unless it is evicted.
 */
final class SimulatedGroup {
  private final Simulation world;
  private final SimulatedRevision revision;
  private final List<SimulatedReader> members = new ArrayList<>();
  private final @Nullable SimulatedReader[] holders;
  private final @Nullable SimulatedReader[] wanted;
  private final Map<Integer, Checkpoint> committed = new HashMap<>();
  private int generation;

  SimulatedGroup(Simulation world, SimulatedRevision revision) {
    this.world = world;
    this.revision = revision;
    this.holders = new SimulatedReader[world.log().count()];
    this.wanted = new SimulatedReader[world.log().count()];
  }

  SimulatedRevision revision() {
    return revision;
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  void join(SimulatedReader reader) {
    members.add(reader);
    rebalance();
  }

  boolean has(SimulatedReader reader) {
    return members.contains(reader);
  }

  int generation() {
    return generation;
  }

  void leave(SimulatedReader reader) {
    if (members.remove(reader)) {
      for (int i = 0; i < holders.length; i++) {
        holders[i] = holders[i] == reader ? null : holders[i];
      }
      rebalance();
    }
  }

  /** Partitions wander, evenly or not. */
  void rebalance() {
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = members.isEmpty() ? null : members.get(world.below(members.size()));
      if (holders[i] == null) {
        hand(i);
      }
    }
    wake();
  }

  boolean isFor(SimulatedReader reader, int partition) {
    return wanted[partition] == reader;
  }

  /** A member has given a partition back. */
  void revoked(SimulatedReader reader, int partition) {
    if (holders[partition] == reader) {
      hand(partition);
      wake();
    }
  }

  private void hand(int partition) {
    SimulatedReader next = wanted[partition];
    holders[partition] = next;
    generation++;
    if (next != null) {
      next.give(partition);
    }
  }

  void wake() {
    List.copyOf(members).forEach(SimulatedReader::wake);
  }

  /**
   * As a broker does, takes whatever a member of the current generation commits.
   *
   * @return whether it was taken
   */
  boolean commit(SimulatedReader reader, int memberGeneration, Map<Integer, Checkpoint> done) {
    if (!has(reader) || memberGeneration != generation) {
      world.saw(Fault.COMMIT_REFUSED);
      return false;
    }
    world.note(() -> revision + " committed " + done);
    done.forEach(
        (partition, checkpoint) -> {
          revision.oracle().committed(partition, offset(partition), checkpoint);
          committed.put(partition, kept(checkpoint));
        });
    return true;
  }

  private Checkpoint kept(Checkpoint checkpoint) {
    return world.is(Sabotage.FORGET_THE_LEADER_EPOCH)
        ? new Checkpoint(checkpoint.offset(), Optional.empty(), 0)
        : new Checkpoint(checkpoint.offset(), checkpoint.leaderEpoch(), 0);
  }

  Optional<Checkpoint> committed(int partition) {
    return Optional.ofNullable(committed.get(partition));
  }

  long offset(int partition) {
    return committed(partition).map(Checkpoint::offset).orElse(0L);
  }

  boolean isAtTheEnd() {
    return partitions().allMatch(i -> offset(i) == world.log().partition(i).end());
  }

  List<Long> offsets() {
    return partitions().mapToObj(this::offset).toList();
  }

  boolean covers(List<Long> goal) {
    return partitions().allMatch(i -> offset(i) >= goal.get(i));
  }

  private IntStream partitions() {
    return IntStream.range(0, world.log().count());
  }

  @Override
  public String toString() {
    return partitions()
        .mapToObj(i -> offset(i) + "/" + world.log().partition(i).end())
        .toList()
        .toString();
  }
}
