package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.schemas.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A member of a {@link SimulatedGroup} that does what {@code KafkaLogReader} and Kafka's consumer
 * do together. Partitions come and go in polls only.
 */
final class SimulatedReader {
  static final Reason START_MOVED = new Reason("log-start-moved", "The log's start was moved.");
  static final Reason LOST_EVENTS = new Reason("log-lost-events", "The log lost events.");

  private final Simulation world;
  private final SimulatedGateway gateway;
  private final SimulatedGroup group;
  private final Map<Integer, Owned> owned = new TreeMap<>();
  private final Set<Integer> given = new TreeSet<>();
  private long assignments;
  private int generation;
  private boolean joined;
  private boolean pausing;
  private boolean committing;
  private Runnable waker = () -> {};

  SimulatedReader(Simulation world, SimulatedGateway gateway, SimulatedGroup group) {
    this.world = world;
    this.gateway = gateway;
    this.group = group;
  }

  /** A partition under one assignment. */
  private static final class Owned {
    private final long assignment;
    private boolean known;
    private long position;
    private Optional<Integer> leaderEpoch = Optional.empty();
    private boolean paused;
    private boolean behindLostTail;

    private Owned(long assignment, boolean paused) {
      this.assignment = assignment;
      this.paused = paused;
    }
  }

  /** What a poll brought: nothing more, when the log is not as it must be. */
  record Read(Optional<Reason> halt, Chunk chunk) {}

  void give(int partition) {
    given.add(partition);
  }

  /** What to do when a poll that waits may have something. */
  void onWake(Runnable task) {
    waker = task;
  }

  void wake() {
    waker.run();
  }

  void pause(boolean pause) {
    pausing = pause;
    owned.values().forEach(one -> one.paused = pause);
  }

  /** Whether a poll comes back before its time is over. */
  boolean hasSomething() {
    return !group.has(this) || !given.isEmpty() || hasToGiveBack() || hasRecords();
  }

  private boolean hasToGiveBack() {
    return owned.keySet().stream().anyMatch(partition -> !group.isFor(this, partition));
  }

  private boolean hasRecords() {
    return owned.entrySet().stream()
        .anyMatch(
            one ->
                !one.getValue().paused
                    && (!one.getValue().known
                        || one.getValue().position != world.log().partition(one.getKey()).end()));
  }

  /** The poll itself; afterwards the gateway may have crashed. */
  Read poll(int max) {
    rebalance();
    List<Work> work = new ArrayList<>();
    Map<Integer, Checkpoint> next = new HashMap<>();
    long bytes = 0;
    for (int partition : List.copyOf(owned.keySet())) {
      Owned one = owned.get(partition);
      if (!one.paused) {
        Optional<Reason> halt = find(partition, one);
        if (halt.isPresent()) {
          return new Read(halt, new Chunk(List.of(), Map.of(), 0));
        }
        bytes += read(partition, one, max, work, next);
      }
    }
    return new Read(Optional.empty(), new Chunk(work, next, bytes));
  }

  private void rebalance() {
    if (!group.has(this)) {
      rejoin();
    }
    for (int partition : List.copyOf(owned.keySet())) {
      if (!group.isFor(this, partition)) {
        taken(partition);
        group.revoked(this, partition);
      }
    }
    boolean crashed = !given.isEmpty() && gateway.crashes(Fault.CRASH_REBALANCING);
    if (!crashed) {
      takeWhatIsGiven();
    }
  }

  private void taken(int partition) {
    if (owned.remove(partition).position > group.offset(partition)) {
      world.saw(Fault.TAKEN_IN_BATCH);
    }
  }

  private void rejoin() {
    if (joined) {
      world.saw(Fault.MEMBER_EVICTED);
    }
    joined = true;
    List.copyOf(owned.keySet()).forEach(this::taken);
    given.clear();
    group.join(this);
  }

  private void takeWhatIsGiven() {
    assignments++;
    for (int partition : List.copyOf(given)) {
      if (group.isFor(this, partition)) {
        owned.put(partition, new Owned(assignments, pausing));
      } else {
        group.revoked(this, partition);
      }
    }
    given.clear();
    generation = group.generation();
  }

  /** Where to read on; or why not. */
  private Optional<Reason> find(int number, Owned one) {
    SimulatedLog.Partition partition = world.log().partition(number);
    Optional<Checkpoint> committed = group.committed(number);
    if (!one.known && committed.isEmpty() && partition.start() > 0 && !skips()) {
      return Optional.of(START_MOVED);
    }
    if (!one.known) {
      one.known = true;
      one.position = committed.map(Checkpoint::offset).orElse(0L);
      one.leaderEpoch = committed.flatMap(Checkpoint::leaderEpoch);
    }
    if (skips()) {
      one.position = Math.min(partition.end(), Math.max(partition.start(), one.position));
    }
    return isThere(partition, one) ? Optional.empty() : Optional.of(LOST_EVENTS);
  }

  private boolean skips() {
    return world.is(Sabotage.SKIP_WHAT_THE_LOG_LOST);
  }

  private static boolean isThere(SimulatedLog.Partition partition, Owned one) {
    long end = one.leaderEpoch.map(partition::endOf).orElse(partition.end());
    return one.position >= partition.start() && one.position <= Math.min(end, partition.end());
  }

  private long read(
      int number, Owned one, int max, List<Work> work, Map<Integer, Checkpoint> next) {
    SimulatedLog.Partition partition = world.log().partition(number);
    long from = one.position;
    long bytes = 0;
    while (one.position < partition.end() && work.size() < max) {
      SimulatedLog.Entry entry = partition.at(one.position);
      entry.work().ifPresent(work::add);
      bytes += entry.bytes();
      one.position++;
      one.leaderEpoch = Optional.of(entry.leaderEpoch());
    }
    if (one.position > from) {
      group.revision().oracle().delivered(number, from, one.position, one.behindLostTail);
      next.put(number, new Checkpoint(one.position, one.leaderEpoch, one.assignment));
    }
    return bytes;
  }

  /** Those checkpoints that may still be committed. */
  Map<Integer, Checkpoint> stillOwned(Map<Integer, Checkpoint> done) {
    Map<Integer, Checkpoint> kept = new HashMap<>(done);
    if (!world.is(Sabotage.COMMIT_AFTER_TAKEN)
        && kept.entrySet().removeIf(each -> !isOwned(each.getKey(), each.getValue()))) {
      world.saw(Fault.COMMIT_OF_TAKEN);
    }
    return kept;
  }

  private boolean isOwned(int partition, Checkpoint checkpoint) {
    Owned one = owned.get(partition);
    return one != null && one.assignment == checkpoint.assignment();
  }

  boolean owns(int partition) {
    return group.has(this) && owned.containsKey(partition) && group.isFor(this, partition);
  }

  /** A commit keeps the poll thread busy. */
  void commitUnderWay(boolean isSo) {
    committing = isSo;
  }

  boolean isCommitting() {
    return committing;
  }

  int ownedCount() {
    return owned.size();
  }

  int generation() {
    return generation;
  }

  SimulatedGroup group() {
    return group;
  }

  /** The log has lost what lies from an offset on. */
  void tailLost(int partition, long from) {
    Owned one = owned.get(partition);
    if (one != null && one.known && one.position > from) {
      one.behindLostTail = true;
    }
  }

  void leave() {
    group.leave(this);
  }
}
