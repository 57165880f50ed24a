package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All dead letters of the stream, of every view and gateway: follows their topic, and writes to it.
 */
public interface DeadLetters {
  /** Completes when the log has all of them. Writing a letter again changes nothing. */
  Future<Void> write(Collection<DeadLetter> letters);

  /** Oldest first; of one view, or of all. */
  List<DeadLetter> list(Optional<String> view);

  Optional<DeadLetter> find(String id);

  /** Letters of a view that are not superseded and concern one of the resources. */
  List<DeadLetter> open(String view, Set<ResourceId> subjects);

  /** How many letters a view has, superseded ones included. */
  long count(String view);
}
