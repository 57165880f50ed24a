package io.distributary.gateway.projector;

import io.distributary.schemas.Position;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The projectors of all views, as the rest of the gateway sees them. */
public interface Projectors {
  /**
   * In the order of the configuration; lag and position asked of the log afresh. Changes nothing
   * and writes nothing, however often it is called.
   */
  Future<List<ViewStatus>> statuses();

  /**
   * The view's checkpoint as last heard of, at most a second or two old; for answers that say how
   * fresh they are.
   */
  Optional<Position> position(String view);

  /** Since when the view's store has answered no read; empty while it answers. */
  Optional<Instant> unansweredSince(String view);
}
