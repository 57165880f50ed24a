package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags.Progress;
import io.distributary.gateway.stream.StreamException;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.schemas.Position;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One view with the projectors of its revisions: does what the view's plan says, one change after
 * the other.
 */
final class RunningView {
  private static final Logger LOG = LoggerFactory.getLogger(RunningView.class);

  private final String view;
  private final Vertx vertx;
  private final EventLog log;
  private final SinkRegistry sinks;
  private final GatewayConfig config;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Removal removal;
  private final ReadProbe probe;
  private final ViewWatch watch;
  private final Map<Integer, Deployed> deployed = new TreeMap<>();
  private Future<Void> changes = Future.succeededFuture();
  private boolean stopping;

  /** A projector that runs. */
  private record Deployed(Projector projector, String id) {}

  RunningView(
      String view,
      Vertx vertx,
      EventLog log,
      SinkRegistry sinks,
      GatewayConfig config,
      MeterRegistry meters,
      Clock clock) {
    this.view = view;
    this.vertx = vertx;
    this.log = log;
    this.sinks = sinks;
    this.config = config;
    this.meters = meters;
    this.clock = clock;
    this.removal = new Removal(view, vertx, log, sinks);
    this.probe = new ReadProbe(view, vertx, sinks, meters, clock);
    this.watch =
        new ViewWatch(
            view,
            sinks.type(view),
            log.plans(),
            new ViewWatch.Outside(
                this::group,
                this::letters,
                () -> log.watch().halt().map(StreamException::reason),
                () -> log.watch().warning(),
                probe::unansweredSince),
            clock);
    gauges();
  }

  private void gauges() {
    Gauge.builder("distributary.view.lag.records", watch, ViewWatch::lag)
        .description("Events of the stream that the live revision has not yet; NaN when not known")
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.view.lag.seconds", watch, ViewWatch::secondsBehind)
        .description(
            "How long the live revision has been behind the stream; 0 when it has everything")
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.view.rebuild.lag.records", watch, ViewWatch::rebuildLag)
        .description("Lag of the revision that is being built; NaN when there is none")
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.dead.letters", this, RunningView::letters)
        .description("Events that the view refused, and that nobody has redriven or discarded")
        .tag("view", view)
        .register(meters);
    for (ViewState each : ViewState.values()) {
      Gauge.builder("distributary.view.state", watch, one -> one.isIn(each) ? 1 : 0)
          .description("1 for the state that the view is in, 0 for the others")
          .tag("view", view)
          .tag("state", each.name())
          .register(meters);
    }
  }

  String name() {
    return view;
  }

  ViewPlan plan() {
    return log.plans().plan(view);
  }

  /** The groups of all revisions. */
  List<String> groups() {
    return plan().revisions().stream().map(each -> group(each.number())).toList();
  }

  String group(int revision) {
    return log.topics().group(view, revision);
  }

  /** Does what the plan says now, after all that was to be done before. */
  synchronized Future<Void> follow() {
    changes = changes.transform(before -> stopping ? Future.succeededFuture() : reconcile(plan()));
    return changes;
  }

  /** The same, with projectors that have failed started anew. */
  synchronized Future<Void> retryFailed() {
    changes =
        changes
            .transform(
                before -> all(numbers().stream().filter(this::hasFailed).map(this::stop).toList()))
            .transform(stopped -> Future.succeededFuture());
    return follow();
  }

  synchronized Future<Void> stop() {
    stopping = true;
    changes = changes.transform(before -> all(numbers().stream().map(this::stop).toList()));
    return changes;
  }

  private Future<Void> reconcile(ViewPlan plan) {
    sinks.read(view, plan.live());
    List<Future<Void>> stops =
        numbers().stream().filter(number -> !isAsPlanned(number, plan)).map(this::stop).toList();
    return all(stops)
        .compose(stopped -> all(plan.revisions().stream().map(each -> run(each, plan)).toList()))
        .compose(running -> forgetUnplanned(plan))
        .onFailure(failure -> LOG.error("The plan of view {} cannot be followed", view, failure))
        .onComplete(done -> plan.revisions().forEach(this::removeWhenDropping));
  }

  private boolean isAsPlanned(int number, ViewPlan plan) {
    boolean reading = deployed(number).map(one -> one.projector().isReading()).orElse(false);
    return plan.revision(number).filter(each -> !each.dropping()).isPresent()
        && reading == mayRead(plan);
  }

  private boolean mayRead(ViewPlan plan) {
    return !plan.paused() && log.watch().halt().isEmpty();
  }

  private Future<Void> run(Revision revision, ViewPlan plan) {
    boolean waits = revision.dropping() || (plan.isDropping() && !sinks.holdsTwoRevisions(view));
    if (waits) {
      return Future.succeededFuture();
    }
    return deployed(revision.number())
        .map(running -> Future.<Void>succeededFuture())
        .orElseGet(() -> start(revision.number(), mayRead(plan)))
        .onSuccess(started -> pace(revision.number(), plan));
  }

  private void pace(int number, ViewPlan plan) {
    boolean live = number == plan.live();
    deployed(number)
        .ifPresent(one -> one.projector().pace(live ? 0 : config.rebuild().eventsPerSecond()));
  }

  private Future<Void> start(int number, boolean reading) {
    Projector projector =
        new Projector(
            view,
            number,
            log,
            sinks,
            new Letters(log.deadLetters(), clock, view, number),
            new ViewMeters(view, meters),
            config.delivery(),
            reading);
    return vertx
        .deployVerticle(projector)
        .onSuccess(id -> runs(number, new Deployed(projector, id)))
        .mapEmpty();
  }

  private synchronized void runs(int number, Deployed one) {
    deployed.put(number, one);
    watch.add(number, one.projector()::status);
  }

  /** Drains and leaves the group; the sink stays open for its readers. */
  private Future<Void> stop(int number) {
    Optional<Deployed> running = deployed(number);
    synchronized (this) {
      deployed.remove(number);
      watch.remove(number);
    }
    return running.map(one -> vertx.undeploy(one.id())).orElse(Future.succeededFuture());
  }

  private Future<Void> forgetUnplanned(ViewPlan plan) {
    return vertx.executeBlocking(
        () -> {
          sinks.closeOthers(view, plan.revisions().stream().map(Revision::number).toList());
          return null;
        },
        false);
  }

  private void removeWhenDropping(Revision revision) {
    if (revision.dropping()) {
      removal.remove(revision.number());
    }
  }

  private boolean hasFailed(int number) {
    return deployed(number)
        .filter(one -> one.projector().phase() == ProjectorCore.Phase.FAILED)
        .isPresent();
  }

  private synchronized List<Integer> numbers() {
    return new ArrayList<>(deployed.keySet());
  }

  private synchronized Optional<Deployed> deployed(int number) {
    return Optional.ofNullable(deployed.get(number));
  }

  private static Future<Void> all(List<Future<Void>> futures) {
    return futures.isEmpty() ? Future.succeededFuture() : Future.join(futures).mapEmpty();
  }

  /** The live revision's checkpoint as the last tick saw it. */
  Optional<Position> position() {
    return watch.position();
  }

  /** Takes in how far the groups are, and does what follows from it. */
  void tick(Map<String, Progress> progress) {
    watch.tick(progress);
  }

  /** Looks whether the store answers reads. */
  void probe() {
    probe.tick();
  }

  /** Since when the store has answered no read; empty while it answers. */
  Optional<Instant> unansweredSince() {
    return probe.unansweredSince();
  }

  /** How the view is, when its groups are so far; changes nothing. */
  ViewStatus status(Map<String, Progress> progress) {
    return watch.status(progress);
  }

  private long letters() {
    return log.deadLetters().count(view, plan().live());
  }
}
