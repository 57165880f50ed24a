package io.distributary.gateway.projector;

import io.distributary.gateway.stream.Lags.Progress;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A revision's projector as it is seen from outside: its state, and its lag. */
final class Watched {
  /** How long lag may stand above 0 before a view is said to be catching up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Projector projector;
  private final Clock clock;
  private final String deploymentId;
  private @Nullable Instant behindSince;
  private Optional<Progress> progress = Optional.empty();
  private OptionalLong lag = OptionalLong.empty();

  Watched(Projector projector, String deploymentId, Clock clock) {
    this.projector = projector;
    this.deploymentId = deploymentId;
    this.clock = clock;
  }

  Projector projector() {
    return projector;
  }

  String deploymentId() {
    return deploymentId;
  }

  synchronized Optional<Position> position() {
    return progress.map(Progress::committed);
  }

  synchronized OptionalLong lag() {
    return lag;
  }

  /** Takes in how far the group is; empty when nobody knows. */
  synchronized void take(Optional<Progress> now) {
    lag = now.map(known -> OptionalLong.of(known.lag())).orElse(OptionalLong.empty());
    if (now.isPresent()) {
      progress = now;
      behindSince =
          now.get().lag() == 0 ? null : Optional.ofNullable(behindSince).orElse(clock.instant());
    }
  }

  synchronized ViewState state() {
    if (projector.phase() == ProjectorCore.Phase.FAILED) {
      return hasOtherProjection() ? ViewState.REBUILD_REQUIRED : ViewState.FAILED;
    }
    if (!projector.isReading()) {
      return ViewState.PAUSED;
    }
    if (projector.trouble().isPresent()) {
      return ViewState.RETRYING;
    }
    return isOpening() || isBehind() ? ViewState.CATCHING_UP : ViewState.RUNNING;
  }

  /** Whatever its lag: it may have been brought to 0 by the gateway before this one. */
  private boolean isOpening() {
    return projector.phase() == ProjectorCore.Phase.OPENING;
  }

  private boolean isBehind() {
    return behindSince != null
        && Duration.between(behindSince, clock.instant()).compareTo(GRACE) >= 0;
  }

  private boolean hasOtherProjection() {
    return projector
        .trouble()
        .filter(trouble -> trouble.code().equals(Projector.PROJECTION_CHANGED))
        .isPresent();
  }

  String message() {
    if (projector.trouble().isEmpty() && isOpening()) {
      return "The store is being opened.";
    }
    return projector.trouble().map(Reason::message).orElse("");
  }

  synchronized double secondsBehind() {
    return behindSince == null
        ? 0
        : Duration.between(behindSince, clock.instant()).toMillis() / 1000.0;
  }
}
