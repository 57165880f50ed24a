package io.distributary.gateway.deadletter;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All dead letters of the stream, of every view and gateway: follows their topic, and writes to it.
 * What was written here is found here when its future completes; futures fail with {@link
 * StreamException}.
 */
public interface DeadLetters {
  /** Completes when the log has all of them. Writing a dead letter again replaces it. */
  Future<Void> write(Collection<DeadLetter> letters);

  /** Removes dead letters for good, as their events are applied. */
  Future<Void> forget(Collection<DeadLetter> letters);

  /** The first of a selection, oldest first: by rejection, those of one resource by place. */
  Future<DeadLetterPage> list(DeadLetterSelection which, int limit);

  /**
   * A selection in an order that rejecting or discarding a dead letter does not change, for going
   * over all of it piece by piece.
   *
   * @param last id of the last one seen; empty for the beginning
   */
  Future<List<DeadLetter>> after(DeadLetterSelection which, Optional<String> last, int limit);

  /** Those of the ids that there are. */
  Future<List<DeadLetter>> find(Collection<String> ids);

  /** How many of a selection there are. */
  Future<Long> count(DeadLetterSelection which);

  /**
   * Letters of a revision, not superseded yet, of whose resource a newer version is applied.
   *
   * @param applied the newest applied version of each resource that is asked for
   */
  Future<List<DeadLetter>> overtaken(
      RevisionId revision, Map<ResourceId, Version> applied, int limit);

  /** How many dead letters a revision has, superseded ones included, discarded ones not. */
  long count(RevisionId revision);

  /** Lets go of what they are kept in. */
  Future<Void> close();
}
