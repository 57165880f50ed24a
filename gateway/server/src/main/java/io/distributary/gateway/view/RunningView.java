package io.distributary.gateway.view;

import io.distributary.gateway.log.Groups.Progress;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plugin.ConfiguredPlugin;
import io.distributary.gateway.verify.Report;
import io.distributary.schemas.Position;
import io.distributary.sink.Failure;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A view that is kept up to date: what its plan says is done, and its tick looks after it. */
final class RunningView implements View {
  private static final Failure CLOSED =
      Failure.retry("view-not-open", "The view's store has not been reached yet.");

  private final String name;
  private final StreamParts stream;
  private final ViewSinks sinks;
  private final ViewProjectors projectors;
  private final ViewVerification verification;
  private final Switch switching;
  private final ReadProbe probe;
  private final ViewWatch watch;

  RunningView(String name, ConfiguredPlugin plugin, StreamParts stream, Host host) {
    this.name = name;
    this.stream = stream;
    this.sinks = new ViewSinks(plugin);
    this.projectors = new ViewProjectors(host, stream, sinks, this::plan);
    this.verification = new ViewVerification(name, host, stream, sinks);
    this.switching = new Switch(host.vertx(), stream);
    this.probe = new ReadProbe(name, this::maintenance, host);
    this.watch =
        new ViewWatch(
            name,
            plugin.type(),
            stream.plans(),
            new ViewWatch.Outside(
                projectors::status,
                this::letters,
                () -> stream.log().health().halt().map(StreamException::reason),
                () -> stream.log().health().warning(),
                probe::unansweredSince),
            host.clock());
    gauges(host.meters());
  }

  private void gauges(MeterRegistry meters) {
    Gauge.builder("distributary.view.lag.records", watch, ViewWatch::lag)
        .description("Events of the stream that the live revision has not yet; NaN when not known")
        .tag("view", name)
        .register(meters);
    Gauge.builder("distributary.view.lag.seconds", watch, ViewWatch::secondsBehind)
        .description(
            "How long the live revision has been behind the stream; 0 when it has everything")
        .tag("view", name)
        .register(meters);
    Gauge.builder("distributary.view.rebuild.lag.records", watch, ViewWatch::rebuildLag)
        .description("Lag of the revision that is being built; NaN when there is none")
        .tag("view", name)
        .register(meters);
    Gauge.builder("distributary.dead.letters", this, RunningView::letters)
        .description("Events that the view rejected, and that nobody has redriven or discarded")
        .tag("view", name)
        .register(meters);
    for (ViewState each : ViewState.values()) {
      Gauge.builder("distributary.view.state", watch, one -> one.isIn(each) ? 1 : 0)
          .description("1 for the state that the view is in, 0 for the others")
          .tag("view", name)
          .tag("state", each.name())
          .register(meters);
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return sinks.type();
  }

  @Override
  public ViewPlan plan() {
    return stream.plans().plan(name);
  }

  @Override
  public Optional<Readers> readers() {
    return live().map(Sink::readers);
  }

  @Override
  public Optional<Maintenance> maintenance() {
    return live().map(Sink::maintenance);
  }

  private Optional<Sink<?>> live() {
    return sinks.opened(plan().live());
  }

  @Override
  public Optional<Position> position() {
    return watch.position();
  }

  @Override
  public Optional<Instant> unansweredSince() {
    return probe.unansweredSince();
  }

  @Override
  public Future<ViewStatus> status() {
    return stream.log().groups().progress(revisions()).otherwise(Map.of()).map(this::status);
  }

  /** How the view is, when its groups are so far. */
  ViewStatus status(Map<RevisionId, Progress> progress) {
    return watch.status(progress);
  }

  /** All that the plan has, those that are being removed included. */
  List<RevisionId> revisions() {
    return plan().revisions().stream().map(ViewPlan.Revision::id).toList();
  }

  private long letters() {
    return stream.letters().count(plan().live());
  }

  @Override
  public Future<ViewPlan> pause() {
    return stream.plans().update(name, ViewPlan::pause);
  }

  @Override
  public Future<ViewPlan> resume() {
    return stream
        .plans()
        .update(name, ViewPlan::resume)
        .onSuccess(resumed -> projectors.retryFailed());
  }

  @Override
  public Future<ViewPlan> rebuild() {
    OptionalInt projection = sinks.projectionVersion();
    return stream
        .plans()
        .update(name, plan -> plan.rebuild(!sinks.holdsTwoRevisions(), projection));
  }

  @Override
  public Future<ViewPlan> switchTo(Optional<RevisionId> revision) {
    return switching.to(plan(), revision);
  }

  @Override
  public Future<ViewPlan> drop(RevisionId revision) {
    return stream.plans().update(name, plan -> plan.drop(revision));
  }

  @Override
  public Future<Report> verify(RevisionId revision, boolean repair) {
    return verification.start(revision, repair);
  }

  @Override
  public Optional<Report> verification() {
    return verification.report();
  }

  @Override
  public Optional<Report> cancelVerification() {
    verification.cancel();
    return verification.report();
  }

  /** As {@link io.distributary.gateway.projector.WritableSinks#writable} says. */
  Sink<?> writable(RevisionId revision) throws SinkException {
    plan().requireThere(revision);
    Sink<?> sink = sinks.opened(revision).orElseThrow(CLOSED::exception);
    plan().requireBuiltBy(revision, sink.projection().version());
    return sink;
  }

  ViewVerification verifying() {
    return verification;
  }

  /** Does what the plan says now. */
  Future<Void> follow() {
    verification.follow(plan());
    return projectors.follow();
  }

  /** Looks whether the store answers reads. */
  void probe() {
    probe.tick();
  }

  /** Takes in how far the groups are, and does what follows from it. */
  void tick(Map<RevisionId, Progress> progress) {
    watch.tick(progress);
  }

  /** Drains; what is open stays open for its readers. */
  Future<Void> stop() {
    return verification.stop().transform(stopped -> projectors.stop());
  }

  /** Closes the sinks. Blocks. */
  void close() {
    sinks.close();
  }
}
