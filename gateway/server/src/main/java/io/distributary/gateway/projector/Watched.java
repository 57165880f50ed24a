package io.distributary.gateway.projector;

import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags.Progress;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A projector as it is seen from outside: its state, since when, and its lag. */
final class Watched {
  /** How long lag may stand above 0 before a view is said to be catching up. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Projector projector;
  private final String type;
  private final EventLog log;
  private final Clock clock;
  private ViewState state = ViewState.RUNNING;
  private Instant since;
  private @Nullable Instant behindSince;
  private Optional<Progress> progress = Optional.empty();
  private OptionalLong lag = OptionalLong.empty();
  private String deploymentId = "";

  Watched(Projector projector, String type, EventLog log, Clock clock, MeterRegistry meters) {
    this.projector = projector;
    this.type = type;
    this.log = log;
    this.clock = clock;
    this.since = clock.instant();
    gauges(meters);
  }

  private void gauges(MeterRegistry meters) {
    Gauge.builder("distributary.view.lag.records", this, Watched::lagOrUnknown)
        .tag("view", view())
        .register(meters);
    Gauge.builder("distributary.view.lag.seconds", this, Watched::secondsBehind)
        .tag("view", view())
        .register(meters);
    Gauge.builder("distributary.dead.letters", this, one -> one.log.deadLetters().count(one.view()))
        .tag("view", view())
        .register(meters);
    for (ViewState each : ViewState.values()) {
      Gauge.builder("distributary.view.state", this, one -> one.isIn(each) ? 1 : 0)
          .tag("view", view())
          .tag("state", each.name())
          .register(meters);
    }
  }

  Projector projector() {
    return projector;
  }

  void deployedAs(String id) {
    deploymentId = id;
  }

  String deploymentId() {
    return deploymentId;
  }

  String view() {
    return projector.view();
  }

  String group() {
    return log.topics().group(view(), projector.revision());
  }

  synchronized Optional<Position> position() {
    return progress.map(Progress::committed);
  }

  /** Takes in how far the group is, and says what that makes of the view. */
  synchronized ViewStatus status(Optional<Progress> now) {
    lag = now.map(known -> OptionalLong.of(known.lag())).orElse(OptionalLong.empty());
    if (now.isPresent()) {
      progress = now;
      behindSince =
          now.get().lag() == 0 ? null : Optional.ofNullable(behindSince).orElse(clock.instant());
    }
    ViewState found = stateNow();
    if (found != state) {
      state = found;
      since = clock.instant();
    }
    return new ViewStatus(
        view(),
        type,
        state,
        projector.revision(),
        projector.meters().live(),
        lag,
        log.deadLetters().count(view()),
        position(),
        since,
        message());
  }

  private ViewState stateNow() {
    if (projector.phase() == ProjectorCore.Phase.FAILED) {
      return ViewState.FAILED;
    }
    if (projector.trouble().isPresent()) {
      return ViewState.RETRYING;
    }
    boolean behind =
        behindSince != null && Duration.between(behindSince, clock.instant()).compareTo(GRACE) >= 0;
    return behind ? ViewState.CATCHING_UP : ViewState.RUNNING;
  }

  private String message() {
    if (projector.trouble().isEmpty() && projector.phase() == ProjectorCore.Phase.OPENING) {
      return "The store is being opened.";
    }
    return projector.trouble().map(Reason::message).orElse("");
  }

  private synchronized double lagOrUnknown() {
    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
  }

  private synchronized double secondsBehind() {
    return behindSince == null
        ? 0
        : Duration.between(behindSince, clock.instant()).toMillis() / 1000.0;
  }

  private synchronized boolean isIn(ViewState wanted) {
    return state == wanted;
  }
}
