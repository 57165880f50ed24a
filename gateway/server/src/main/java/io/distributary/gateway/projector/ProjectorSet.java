package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.schemas.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

/** All views with their projectors: starts them, watches how far each is, and stops them. */
public final class ProjectorSet implements Projectors, Revisions {
  private static final long WATCH_MS = 1_000;

  private final Vertx vertx;
  private final EventLog log;
  private final SinkRegistry sinks;
  private final Switch switching;
  private final Map<String, RunningView> views = new LinkedHashMap<>();
  private long watch = -1;
  private final AtomicBoolean ticking = new AtomicBoolean();
  private volatile boolean kafkaAnswers = true;

  public ProjectorSet(
      Vertx vertx,
      EventLog log,
      SinkRegistry sinks,
      GatewayConfig config,
      MeterRegistry meters,
      Clock clock) {
    this.vertx = vertx;
    this.log = log;
    this.sinks = sinks;
    this.switching = new Switch(vertx, log);
    for (String view : sinks.views()) {
      views.put(view, new RunningView(view, vertx, log, sinks, config, meters, clock));
    }
  }

  /** Starts all; none waits for its store. */
  public Future<Void> start() {
    watch = vertx.setPeriodic(WATCH_MS, WATCH_MS, timer -> look());
    log.plans().onChange(this::follow);
    log.watch().onChange(() -> views.values().forEach(RunningView::follow));
    return Future.all(views.values().stream().map(RunningView::follow).toList()).mapEmpty();
  }

  /** Plans of views that this gateway does not have are of no concern to it. */
  private void follow(ViewPlan changed) {
    Optional.ofNullable(views.get(changed.view())).ifPresent(RunningView::follow);
  }

  /** Drains all. */
  public Future<Void> stop() {
    vertx.cancelTimer(watch);
    return Future.join(views.values().stream().map(RunningView::stop).toList()).mapEmpty();
  }

  /** The stores are asked whether they answer, whatever Kafka does. */
  private void look() {
    views.values().forEach(RunningView::probe);
    tick();
  }

  /** Looks how far everybody is, unless the look before still waits for Kafka. */
  private void tick() {
    if (ticking.compareAndSet(false, true)) {
      progress()
          .onComplete(answer -> kafkaAnswers = answer.succeeded())
          .otherwise(Map.of())
          .onSuccess(progress -> views.values().forEach(view -> view.tick(progress)))
          .onComplete(ticked -> ticking.set(false));
    }
  }

  private Future<Map<String, Lags.Progress>> progress() {
    return log.lags().of(views.values().stream().flatMap(view -> view.groups().stream()).toList());
  }

  @Override
  public Future<List<ViewStatus>> statuses() {
    return progress()
        .otherwise(Map.of())
        .map(progress -> views.values().stream().map(view -> view.status(progress)).toList());
  }

  /** Why no write can be taken and no lag be told, in a sentence; empty while Kafka answers. */
  public Optional<String> notReady() {
    return log.watch()
        .halt()
        .map(halt -> halt.reason().message())
        .or(() -> kafkaAnswers ? Optional.empty() : Optional.of("Kafka does not answer."));
  }

  @Override
  public Optional<Position> position(String view) {
    return Optional.ofNullable(views.get(view)).flatMap(RunningView::position);
  }

  @Override
  public Optional<Instant> unansweredSince(String view) {
    return Optional.ofNullable(views.get(view)).flatMap(RunningView::unansweredSince);
  }

  @Override
  public Future<ViewPlan> pause(String view) {
    return log.plans().update(view, ViewPlan::pause);
  }

  @Override
  public Future<ViewPlan> resume(String view) {
    return log.plans()
        .update(view, ViewPlan::resume)
        .onSuccess(
            plan -> Optional.ofNullable(views.get(view)).ifPresent(RunningView::retryFailed));
  }

  @Override
  public Future<ViewPlan> rebuild(String view) {
    boolean inPlace = !sinks.holdsTwoRevisions(view);
    OptionalInt projection = sinks.projectionVersion(view);
    return log.plans().update(view, plan -> plan.rebuild(inPlace, projection));
  }

  @Override
  public Future<ViewPlan> switchTo(String view, OptionalInt revision) {
    return switching.to(view, revision);
  }

  @Override
  public Future<ViewPlan> drop(String view, int revision) {
    return log.plans().update(view, plan -> plan.drop(revision));
  }
}
