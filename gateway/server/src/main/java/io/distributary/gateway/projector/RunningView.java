package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags.Progress;
import io.distributary.gateway.stream.StreamException;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
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
import java.util.OptionalLong;
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
  private final Map<Integer, Watched> watched = new TreeMap<>();
  private Future<Void> changes = Future.succeededFuture();
  private boolean stopping;
  private ViewState state = ViewState.RUNNING;
  private Instant since;

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
    this.since = clock.instant();
    gauges();
  }

  private void gauges() {
    Gauge.builder("distributary.view.lag.records", this, one -> number(one.lag(one.plan().live())))
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.view.lag.seconds", this, RunningView::secondsBehind)
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.view.rebuild.lag.records", this, RunningView::rebuildLag)
        .description("Lag of the revision that is being built; NaN when there is none")
        .tag("view", view)
        .register(meters);
    Gauge.builder("distributary.dead.letters", this, one -> one.letters(one.plan()))
        .tag("view", view)
        .register(meters);
    for (ViewState each : ViewState.values()) {
      Gauge.builder("distributary.view.state", this, one -> one.isIn(each) ? 1 : 0)
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
    boolean reading = watched(number).map(one -> one.projector().isReading()).orElse(false);
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
    return watched(revision.number())
        .map(running -> Future.<Void>succeededFuture())
        .orElseGet(() -> start(revision.number(), mayRead(plan)))
        .onSuccess(started -> pace(revision.number(), plan));
  }

  private void pace(int number, ViewPlan plan) {
    boolean live = number == plan.live();
    watched(number)
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
        .onSuccess(id -> watch(number, new Watched(projector, id, clock)))
        .mapEmpty();
  }

  private synchronized void watch(int number, Watched one) {
    watched.put(number, one);
  }

  /** Drains and leaves the group; the sink stays open for its readers. */
  private Future<Void> stop(int number) {
    Optional<Watched> running = watched(number);
    synchronized (this) {
      watched.remove(number);
    }
    return running.map(one -> vertx.undeploy(one.deploymentId())).orElse(Future.succeededFuture());
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
    return watched(number)
        .filter(one -> one.projector().phase() == ProjectorCore.Phase.FAILED)
        .isPresent();
  }

  private synchronized List<Integer> numbers() {
    return new ArrayList<>(watched.keySet());
  }

  private synchronized Optional<Watched> watched(int number) {
    return Optional.ofNullable(watched.get(number));
  }

  private static Future<Void> all(List<Future<Void>> futures) {
    return futures.isEmpty() ? Future.succeededFuture() : Future.join(futures).mapEmpty();
  }

  Optional<Position> position() {
    return watched(plan().live()).flatMap(Watched::position);
  }

  private OptionalLong lag(int number) {
    return watched(number).map(Watched::lag).orElse(OptionalLong.empty());
  }

  /** Takes in how far the groups are, and says what that makes of the view. */
  synchronized ViewStatus status(Map<String, Progress> progress) {
    ViewPlan plan = plan();
    watched.forEach((number, one) -> one.take(Optional.ofNullable(progress.get(group(number)))));
    List<RevisionStatus> revisions =
        plan.revisions().stream().map(each -> status(each, plan)).toList();
    RevisionStatus live = revisions.stream().filter(RevisionStatus::live).findFirst().orElseThrow();
    completeInPlace(plan, live);
    Optional<StreamException> halt = log.watch().halt();
    ViewState found = halt.isPresent() ? ViewState.FAILED : stateOf(plan, live);
    if (found != state) {
      state = found;
      since = clock.instant();
    }
    return new ViewStatus(
        view,
        sinks.type(view),
        state,
        plan.live(),
        live.applied(),
        live.lag(),
        letters(plan),
        live.position(),
        since,
        halt.map(StreamException::reason).map(Reason::message).orElseGet(() -> message(live)),
        revisions);
  }

  private String message(RevisionStatus live) {
    return live.message().isEmpty()
        ? log.watch().warning().map(Reason::message).orElse("")
        : live.message();
  }

  private long letters(ViewPlan plan) {
    return log.deadLetters().count(view, plan.live());
  }

  private RevisionStatus status(Revision revision, ViewPlan plan) {
    Optional<Watched> running = watched(revision.number());
    return new RevisionStatus(
        revision.number(),
        revision.number() == plan.live(),
        revision.proven(),
        revision.dropping(),
        running.map(Watched::state).orElse(ViewState.PAUSED),
        running.map(one -> one.projector().meters().live()).orElse(0L),
        running.map(Watched::lag).orElse(OptionalLong.empty()),
        running.flatMap(Watched::position),
        running.map(Watched::message).orElse(waiting(revision)));
  }

  private static String waiting(Revision revision) {
    return revision.dropping()
        ? "This revision is being removed from the store."
        : "This revision waits until the older one is removed from the store.";
  }

  private static ViewState stateOf(ViewPlan plan, RevisionStatus live) {
    return switch (live.state()) {
      case FAILED, REBUILD_REQUIRED, RETRYING -> live.state();
      default -> {
        if (plan.paused()) {
          yield ViewState.PAUSED;
        }
        yield plan.building().isPresent() || isBuiltInPlace(plan)
            ? ViewState.REBUILDING
            : live.state();
      }
    };
  }

  private static boolean isBuiltInPlace(ViewPlan plan) {
    boolean proven = plan.revision(plan.live()).map(Revision::proven).orElse(true);
    return plan.live() > 1 && !proven;
  }

  private void completeInPlace(ViewPlan plan, RevisionStatus live) {
    boolean there = live.lag().isPresent() && live.lag().getAsLong() == 0;
    if (there && isBuiltInPlace(plan) && !plan.isDropping()) {
      log.plans().update(view, ViewPlan::complete);
    }
  }

  private static double number(OptionalLong lag) {
    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
  }

  private double secondsBehind() {
    return watched(plan().live()).map(Watched::secondsBehind).orElse(0.0);
  }

  private double rebuildLag() {
    return plan().building().map(each -> number(lag(each.number()))).orElse(Double.NaN);
  }

  private synchronized boolean isIn(ViewState wanted) {
    return state == wanted;
  }
}
