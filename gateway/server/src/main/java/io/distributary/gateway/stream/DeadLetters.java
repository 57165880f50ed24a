package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * All dead letters of the stream, of every view and gateway: follows their topic, and writes to it.
 */
public interface DeadLetters {
  /** Completes when the log has all of them. Writing a letter again changes nothing. */
  Future<Void> write(Collection<DeadLetter> letters);

  /** Oldest first; of one view, or of all. */
  List<DeadLetter> list(Optional<String> view);

  Optional<DeadLetter> find(String id);

  /** Letters of a view that are not superseded and concern a resource. */
  List<DeadLetter> open(String view, ResourceId subject);

  /** How many letters a view has, superseded ones included. */
  long count(String view);
}
