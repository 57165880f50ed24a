package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import java.util.HashMap;
import java.util.Map;

/**
 * The completed prefix: per partition, the offset below which every event is applied or in dead
 * letters. Batches are written one after the other and each is complete before the next begins, so
 * the prefix is where the last complete batch ended, never a maximum over incomplete ones.
 */
final class Prefix {
  private final Map<Integer, Checkpoint> uncommitted = new HashMap<>();

  /** A batch that ended there is complete. */
  void complete(Map<Integer, Checkpoint> next) {
    uncommitted.putAll(next);
  }

  /** What is complete and not yet known to be committed. */
  Map<Integer, Checkpoint> uncommitted() {
    return Map.copyOf(uncommitted);
  }

  boolean isCommitted() {
    return uncommitted.isEmpty();
  }

  /** The log has these; what was completed meanwhile stays uncommitted. */
  void committed(Map<Integer, Checkpoint> checkpoints) {
    checkpoints.forEach(uncommitted::remove);
  }
}
