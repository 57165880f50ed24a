package io.distributary.gateway.projector;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The log of a {@link Simulation}: partitions that grow, and may lose their start or their tail.
 */
final class SimulatedLog {
  private final List<Partition> partitions;

  SimulatedLog(int count) {
    this.partitions = Stream.generate(Partition::new).limit(count).toList();
  }

  /**
   * One offset.
   *
   * @param work what it means to every view; empty for a transaction's marker
   * @param bytes that it holds in memory
   */
  record Entry(Version version, int leaderEpoch, Optional<Work> work, long bytes) {}

  /** One partition. What lies below its start is kept for the {@link Oracle} alone. */
  static final class Partition {
    private final List<Entry> entries = new ArrayList<>();
    private final List<Long> epochStarts = new ArrayList<>(List.of(0L));
    private long start;

    void add(Entry entry) {
      entries.add(entry);
    }

    Entry at(long offset) {
      return entries.get((int) offset);
    }

    long start() {
      return start;
    }

    long end() {
      return entries.size();
    }

    int leaderEpoch() {
      return epochStarts.size() - 1;
    }

    /** Where an epoch of leadership ended, as the broker answers a client that asks. */
    long endOf(int leaderEpoch) {
      return leaderEpoch + 1 < epochStarts.size() ? epochStarts.get(leaderEpoch + 1) : end();
    }

    void moveStart(long to) {
      start = Math.max(start, to);
    }

    /** A new leader that never had the tail. */
    void loseTail(long from) {
      entries.subList((int) from, entries.size()).clear();
      epochStarts.replaceAll(begun -> Math.min(begun, from));
      epochStarts.add(from);
    }
  }

  int count() {
    return partitions.size();
  }

  Partition partition(int number) {
    return partitions.get(number);
  }

  int partitionOf(ResourceId id) {
    return Math.floorMod(id.hashCode(), partitions.size());
  }
}
