package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags;
import io.distributary.schemas.Position;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One projector a view: starts them, watches how far each is, and stops them. */
public final class ProjectorSet implements Projectors {
  private static final int REVISION = 1;
  private static final long WATCH_MS = 1_000;

  private final Vertx vertx;
  private final EventLog log;
  private final List<Watched> watched = new ArrayList<>();
  private long watch = -1;
  private volatile boolean kafkaAnswers = true;

  public ProjectorSet(
      Vertx vertx,
      EventLog log,
      SinkRegistry sinks,
      GatewayConfig.Delivery delivery,
      MeterRegistry meters,
      Clock clock) {
    this.vertx = vertx;
    this.log = log;
    for (String view : sinks.views()) {
      Letters letters = new Letters(log.deadLetters(), clock, view, REVISION);
      Projector projector =
          new Projector(
              view, REVISION, log, sinks, letters, new ViewMeters(view, meters), delivery);
      watched.add(new Watched(projector, sinks.type(view), log, clock, meters));
    }
  }

  /** Starts all; none waits for its store. */
  public Future<Void> start() {
    watch = vertx.setPeriodic(WATCH_MS, WATCH_MS, timer -> statuses());
    return Future.all(
            watched.stream()
                .map(one -> vertx.deployVerticle(one.projector()).onSuccess(one::deployedAs))
                .toList())
        .mapEmpty();
  }

  /** Drains all. */
  public Future<Void> stop() {
    vertx.cancelTimer(watch);
    return Future.join(watched.stream().map(one -> vertx.undeploy(one.deploymentId())).toList())
        .mapEmpty();
  }

  @Override
  public Future<List<ViewStatus>> statuses() {
    return log.lags()
        .of(watched.stream().map(Watched::group).toList())
        .onComplete(answer -> kafkaAnswers = answer.succeeded())
        .recover(unknown -> Future.succeededFuture(Map.<String, Lags.Progress>of()))
        .map(
            progress ->
                watched.stream()
                    .map(one -> one.status(Optional.ofNullable(progress.get(one.group()))))
                    .toList());
  }

  /** Why no write can be taken and no lag be told, in a sentence; empty while Kafka answers. */
  public Optional<String> notReady() {
    return kafkaAnswers ? Optional.empty() : Optional.of("Kafka does not answer.");
  }

  @Override
  public Optional<Position> position(String view) {
    return watched.stream()
        .filter(one -> one.view().equals(view))
        .findFirst()
        .flatMap(Watched::position);
  }
}
