package io.distributary.gateway.projector;

import io.distributary.schemas.Reason;
import java.util.Optional;

/**
 * What a projector says of itself.
 *
 * @param reading whether it moves the stream, rather than only keep the sink open
 * @param trouble why it tries again, or has stopped; empty when all is well
 * @param applied updates less deletions since the gateway started
 */
public record ProjectorStatus(
    Phase phase, boolean reading, Optional<Reason> trouble, long applied) {
  static ProjectorStatus opening(boolean reading) {
    return new ProjectorStatus(Phase.OPENING, reading, Optional.empty(), 0);
  }

  public boolean isOpening() {
    return phase == Phase.OPENING;
  }

  public boolean hasFailed() {
    return phase == Phase.FAILED;
  }

  public String message() {
    if (trouble.isEmpty() && isOpening()) {
      return "The store is being opened.";
    }
    return trouble.map(Reason::message).orElse("");
  }
}
