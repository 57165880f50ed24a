package io.distributary.gateway;

import io.distributary.gateway.config.ConfigFile;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.http.HttpApi;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.match.FollowedLog;
import io.distributary.gateway.match.LivePatientIndex;
import io.distributary.gateway.matching.model.InvalidModelException;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.plugin.ConfiguredPlugins;
import io.distributary.gateway.plugin.LoadedPlugin;
import io.distributary.gateway.plugin.PluginException;
import io.distributary.gateway.plugin.PluginFolders;
import io.distributary.gateway.projector.DeadLetterService;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.retry.Streak;
import io.distributary.gateway.view.Host;
import io.distributary.gateway.view.RunningViews;
import io.distributary.gateway.view.StreamParts;
import io.distributary.gateway.write.WriteService;
import io.distributary.sink.InvalidConfigException;
import io.distributary.sink.InvalidConfigException.Problem;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: the only class that knows everyone. A gateway starts whatever is
 * unreachable: it answers that it is not ready until Kafka is there, and each view catches up when
 * its store is.
 */
public final class Gateway {
  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
  private static final Backoff UNTIL_KAFKA_IS_THERE =
      new Backoff(Duration.ofMillis(500), Duration.ofSeconds(5));

  /** How long requests that are under way may last when the gateway stops. */
  private static final long LAST_ANSWERS_SECONDS = 8;

  private final Vertx vertx;
  private final GatewayConfig config;
  private final Clock clock = Clock.systemUTC();
  private final RandomGenerator random = new Random();
  private final Model model;
  private final PrometheusMeterRegistry meters;
  private final ConfiguredPlugins plugins;
  private final HttpApi api;
  private @Nullable HttpServer server;
  private @Nullable StreamParts stream;
  private @Nullable RunningViews views;
  private @Nullable LivePatientIndex patientIndex;
  private boolean stopping;

  /**
   * Loads the plugins and binds the configuration; connects to nothing.
   *
   * @throws InvalidConfigException with all problems, those of the plugins' own configuration
   *     included
   */
  public static Gateway of(Vertx vertx, ConfigFile file) {
    List<Problem> problems = new ArrayList<>(file.problems());
    Map<String, LoadedPlugin> plugins = plugins(file, problems);
    problems.addAll(ConfiguredPlugins.problems(file.views(), plugins, file.binder()));
    if (!problems.isEmpty()) {
      throw new InvalidConfigException(problems);
    }
    GatewayConfig config = file.config();
    Model model = model(config.match());
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ConfiguredPlugins configured =
        new ConfiguredPlugins(
            file.views(),
            plugins,
            file.binder(),
            config.delivery().timeout(),
            meters,
            Clock.systemUTC());
    return new Gateway(vertx, config, model, configured, meters);
  }

  private static Map<String, LoadedPlugin> plugins(ConfigFile file, List<Problem> problems) {
    try {
      return PluginFolders.load(file.plugins());
    } catch (PluginException e) {
      problems.add(new Problem("plugins", String.valueOf(e.getMessage())));
      return Map.of();
    }
  }

  private static Model model(GatewayConfig.Match match) {
    if (match.model() == null) {
      return ModelText.common();
    }
    try {
      return ModelText.read(Files.readAllBytes(match.model()));
    } catch (IOException e) {
      throw invalidModel("names a file that cannot be read");
    } catch (InvalidModelException e) {
      throw invalidModel("names a file that is no model: " + e.getMessage());
    }
  }

  private static InvalidConfigException invalidModel(String problem) {
    return new InvalidConfigException(List.of(new Problem("match.model", problem)));
  }

  private Gateway(
      Vertx vertx,
      GatewayConfig config,
      Model model,
      ConfiguredPlugins plugins,
      PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.model = model;
    this.plugins = plugins;
    this.meters = meters;
    this.api = new HttpApi(vertx, config.http(), meters);
  }

  /**
   * Listens, and begins to move the stream into the views as soon as Kafka is there.
   *
   * @return when the stream is open; fails when it is not as it must be, with the sentence that
   *     mends it
   */
  public Future<Void> start() {
    Streak failures = new Streak(UNTIL_KAFKA_IS_THERE, random);
    return listen().compose(listening -> openStream(failures)).compose(this::run);
  }

  /** The port that the gateway listens on, once it does. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  private Future<Void> listen() {
    return api.mount(vertx.createHttpServer(api.serverOptions()))
        .listen()
        .onSuccess(
            listening -> {
              server = listening;
              LOG.info("Listening on http://{}:{}", config.http().host(), listening.actualPort());
            })
        .mapEmpty();
  }

  private Future<StreamParts> openStream(Streak failures) {
    return StreamParts.open(vertx, config.kafka(), config.stream(), random)
        .recover(
            failure -> {
              boolean again = failure instanceof StreamException e && !e.isHalt();
              if (!again || stopping) {
                return Future.failedFuture(failure);
              }
              LOG.warn("Waiting for Kafka: {}", failure.getMessage());
              return after(failures.failed()).compose(waited -> openStream(failures));
            });
  }

  private Future<Void> after(Duration wait) {
    Promise<Void> waited = Promise.promise();
    vertx.setTimer(wait.toMillis(), timer -> waited.complete());
    return waited.future();
  }

  private Future<Void> run(StreamParts opened) {
    stream = opened;
    RunningViews running =
        new RunningViews(plugins.byView(), opened, new Host(vertx, config, meters, clock, random));
    views = running;
    return running.start().onSuccess(started -> open(opened, running));
  }

  private void open(StreamParts opened, RunningViews running) {
    Views reads = new Views(vertx, running, config.query(), config.http().timeout(), meters, clock);
    startPatientIndex(opened, reads);
    api.open(
        new HttpApi.Parts(
            reads,
            running,
            new Budget(config.http().budget().count(), meters),
            new WriteService(reads, opened.log().appender()),
            opened.letters(),
            deadLetterService(opened, running),
            Optional.ofNullable(patientIndex),
            running::notReady));
    LOG.info("Ready; views: {}", String.join(", ", plugins.byView().keySet()));
  }

  private void startPatientIndex(StreamParts opened, Views views) {
    if (config.match().enabled()) {
      LivePatientIndex starting =
          new LivePatientIndex(
              vertx,
              views,
              new FollowedLog(
                  opened.log()::range,
                  () -> opened.log().health().halt().map(halt -> halt.reason().message())),
              model,
              config.match().maxPatients(),
              meters,
              random);
      starting.start();
      patientIndex = starting;
    }
  }

  private DeadLetterService deadLetterService(StreamParts opened, RunningViews running) {
    return new DeadLetterService(
        vertx,
        opened.letters(),
        opened.log().lookup(),
        running,
        clock,
        config.http().timeout().dividedBy(2));
  }

  /** Takes no more requests, answers those under way, drains, and leaves the groups. */
  public Future<Void> stop() {
    stopping = true;
    return closed(server, http -> http.shutdown(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS))
        .transform(closed -> closed(patientIndex, LivePatientIndex::stop))
        .transform(closed -> closed(views, RunningViews::stop))
        .transform(drained -> closed(stream, StreamParts::close))
        .transform(closed -> vertx.executeBlocking(this::closeSinks, false));
  }

  private static <T> Future<Void> closed(@Nullable T part, Function<T, Future<Void>> close) {
    return part == null ? Future.succeededFuture() : close.apply(part);
  }

  private @Nullable Void closeSinks() {
    if (views != null) {
      views.close();
    }
    plugins.close();
    return null;
  }
}
