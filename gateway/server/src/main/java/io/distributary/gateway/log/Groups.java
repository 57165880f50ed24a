package io.distributary.gateway.log;

import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The consumer groups of the views' revisions, over all gateways. Futures fail with {@link
 * StreamException} when Kafka does not answer.
 */
public interface Groups {
  /**
   * How far a group is.
   *
   * @param committed its checkpoint
   * @param lag records between the checkpoint and the end of the log, open transactions' included
   */
  record Progress(Position committed, long lag) {}

  /**
   * How far each is now, over all partitions. What is appended meanwhile counts as lag, never the
   * other way round.
   */
  Future<Map<RevisionId, Progress>> progress(Collection<RevisionId> revisions);

  /** How far one is now. */
  default Future<Progress> progress(RevisionId revision) {
    return progress(Set.of(revision))
        .map(progress -> Objects.requireNonNull(progress.get(revision)));
  }

  /** Whether nobody is in the group, of whichever gateway; a group that never was is empty. */
  Future<Boolean> isEmpty(RevisionId revision);

  /** Forgets the group and its checkpoints. Repeatable. */
  Future<Void> forget(RevisionId revision);
}
