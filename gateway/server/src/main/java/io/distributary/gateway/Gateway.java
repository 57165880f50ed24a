package io.distributary.gateway;

import io.distributary.gateway.config.ConfigBinder;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.PluginFolders;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.projector.ProjectorSet;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.StreamException;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: the only class that knows everyone. A gateway starts whatever is away: it
 * answers that it is not ready until Kafka is there, and each view catches up when its store is.
 */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final long KAFKA_RETRY_MS = 1_000;

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Clock clock = Clock.systemUTC();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final SinkRegistry sinks;
  private @Nullable EventLog log;
  private @Nullable ProjectorSet projectors;
  private boolean stopping;

  /**
   * Loads the plugins and binds their configuration; connects to nothing.
   *
   * @throws io.distributary.sink.InvalidConfigException with all problems of the views'
   *     configuration
   */
  public Gateway(Vertx vertx, GatewayConfig config, Map<String, String> environment) {
    this.vertx = vertx;
    this.config = config;
    this.sinks =
        new SinkRegistry(
            config.views(),
            PluginFolders.load(config.plugins()),
            new ConfigBinder(environment),
            config.delivery().timeout(),
            meters,
            clock);
  }

  /**
   * Listens, and begins to move the stream into the views as soon as Kafka is there.
   *
   * @return when the stream is open; fails when it is not as it must be, with the sentence that
   *     mends it
   */
  public Future<Void> start() {
    return openLog().compose(this::run);
  }

  private Future<EventLog> openLog() {
    return EventLog.open(vertx, config.kafka(), config.stream())
        .recover(
            failure -> {
              boolean again = failure instanceof StreamException stream && !stream.isHalt();
              if (!again || stopping) {
                return Future.failedFuture(failure);
              }
              LOG.warn("Waiting for Kafka: {}", failure.getMessage());
              return later().compose(waited -> openLog());
            });
  }

  private Future<Void> later() {
    Promise<Void> waited = Promise.promise();
    vertx.setTimer(KAFKA_RETRY_MS, timer -> waited.complete());
    return waited.future();
  }

  private Future<Void> run(EventLog opened) {
    log = opened;
    projectors = new ProjectorSet(vertx, opened, sinks, config.delivery(), meters, clock);
    return projectors.start();
  }

  /** Stops taking requests, drains what is under way, and leaves the groups. */
  public Future<Void> stop() {
    stopping = true;
    Future<Void> drained = projectors == null ? Future.succeededFuture() : projectors.stop();
    return drained
        .transform(done -> log == null ? Future.succeededFuture() : log.close())
        .transform(closed -> vertx.executeBlocking(this::closeSinks, false));
  }

  private @Nullable Void closeSinks() {
    sinks.close();
    return null;
  }
}
