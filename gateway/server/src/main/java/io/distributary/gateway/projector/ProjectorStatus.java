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
record ProjectorStatus(
    ProjectorCore.Phase phase, boolean reading, Optional<Reason> trouble, long applied) {

  ViewState state(boolean behind) {
    if (phase == ProjectorCore.Phase.FAILED) {
      return hasOtherProjection() ? ViewState.REBUILD_REQUIRED : ViewState.FAILED;
    }
    if (!reading) {
      return ViewState.PAUSED;
    }
    if (trouble.isPresent()) {
      return ViewState.RETRYING;
    }
    return isOpening() || behind ? ViewState.CATCHING_UP : ViewState.RUNNING;
  }

  /** Whatever its lag: it may have been brought to 0 by the gateway before this one. */
  private boolean isOpening() {
    return phase == ProjectorCore.Phase.OPENING;
  }

  private boolean hasOtherProjection() {
    return trouble.filter(one -> one.code().equals(Projector.PROJECTION_CHANGED)).isPresent();
  }

  String message() {
    if (trouble.isEmpty() && isOpening()) {
      return "The store is being opened.";
    }
    return trouble.map(Reason::message).orElse("");
  }
}
