package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one poll brought, decoded and projected.
 *
 * @param next where the poll ended, for each partition that moved
 * @param bytes that it holds in memory
 */
record Chunk(List<Work> work, Map<Integer, Checkpoint> next, long bytes) {
  boolean isNothing() {
    return work.isEmpty() && next.isEmpty();
  }

  /**
   * Whether the other one goes on where this one ends. Partitions that were given away and came
   * back may bring the same events again.
   */
  boolean isContinuedBy(Chunk other) {
    return other.next.entrySet().stream()
        .allMatch(
            later -> {
              Checkpoint end = next.get(later.getKey());
              return end == null || end.assignment() == later.getValue().assignment();
            });
  }

  /** Both, the other one behind. */
  Chunk then(Chunk other) {
    List<Work> both = new ArrayList<>(work);
    both.addAll(other.work);
    Map<Integer, Checkpoint> ends = new HashMap<>(next);
    ends.putAll(other.next);
    return new Chunk(both, ends, bytes + other.bytes);
  }

  /** Counts only. */
  @Override
  public String toString() {
    return work.size() + " records";
  }
}
