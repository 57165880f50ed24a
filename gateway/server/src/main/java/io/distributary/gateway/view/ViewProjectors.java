package io.distributary.gateway.view;

import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.gateway.projector.DecodedEvents;
import io.distributary.gateway.projector.ProjectorStatus;
import io.distributary.gateway.projector.ProjectorVerticle;
import io.distributary.gateway.projector.RevisionAccess;
import io.distributary.gateway.projector.ViewMeters;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projectors of one view's revisions: starts and stops them as the view's plan says, one change
 * after the other.
 */
final class ViewProjectors {
  private static final Logger LOG = LoggerFactory.getLogger(ViewProjectors.class);

  private final Host host;
  private final StreamParts stream;
  private final ViewSinks sinks;
  private final Supplier<ViewPlan> plan;
  private final Removal removal;
  private final Map<RevisionId, Deployed> deployed = new TreeMap<>();
  private Future<Void> changes = Future.succeededFuture();
  private boolean stopping;

  /**
   * @param plan as last heard
   */
  ViewProjectors(Host host, StreamParts stream, ViewSinks sinks, Supplier<ViewPlan> plan) {
    this.host = host;
    this.stream = stream;
    this.sinks = sinks;
    this.plan = plan;
    this.removal = new Removal(host, stream, sinks);
  }

  /** A projector that runs. */
  private record Deployed(ProjectorVerticle projector, String deployment) {}

  /** How a revision's projector is; empty while none runs. */
  Optional<ProjectorStatus> status(RevisionId revision) {
    return deployed(revision).map(one -> one.projector().status());
  }

  /** Does what the plan says now, after all that was to be done before. */
  synchronized Future<Void> follow() {
    changes =
        changes.transform(before -> stopping ? Future.succeededFuture() : reconcile(plan.get()));
    return changes;
  }

  /** The same, with projectors that have failed started anew. */
  synchronized Future<Void> retryFailed() {
    changes =
        changes
            .transform(
                before -> all(running().stream().filter(this::hasFailed).map(this::stop).toList()))
            .transform(stopped -> Future.succeededFuture());
    return follow();
  }

  synchronized Future<Void> stop() {
    stopping = true;
    changes = changes.transform(before -> all(running().stream().map(this::stop).toList()));
    return changes;
  }

  private Future<Void> reconcile(ViewPlan now) {
    List<Future<Void>> stops =
        running().stream().filter(id -> !isAsPlanned(id, now)).map(this::stop).toList();
    return all(stops)
        .compose(stopped -> all(now.revisions().stream().map(each -> run(each, now)).toList()))
        .compose(running -> forgetUnplanned(now))
        .onFailure(
            failure -> LOG.error("The plan of view {} cannot be followed", now.view(), failure))
        .onComplete(done -> now.revisions().forEach(this::removeWhenDropping));
  }

  private boolean isAsPlanned(RevisionId id, ViewPlan now) {
    boolean reading = deployed(id).map(one -> one.projector().isReading()).orElse(false);
    return now.revision(id).filter(each -> !each.dropping()).isPresent() && reading == mayRead(now);
  }

  private boolean mayRead(ViewPlan now) {
    return !now.paused() && stream.log().health().halt().isEmpty();
  }

  private Future<Void> run(Revision revision, ViewPlan now) {
    boolean waits = revision.dropping() || (now.isDropping() && !sinks.holdsTwoRevisions());
    if (waits) {
      return Future.succeededFuture();
    }
    return deployed(revision.id())
        .map(running -> Future.<Void>succeededFuture())
        .orElseGet(() -> start(revision.id(), mayRead(now)))
        .onSuccess(started -> pace(revision.id(), now));
  }

  private void pace(RevisionId id, ViewPlan now) {
    int slow = host.config().rebuild().eventsPerSecond();
    deployed(id).ifPresent(one -> one.projector().pace(id.equals(now.live()) ? 0 : slow));
  }

  private Future<Void> start(RevisionId id, boolean reading) {
    ProjectorVerticle projector =
        new ProjectorVerticle(
            new Access(id),
            new ViewMeters(id.view(), host.meters()),
            host.config().delivery(),
            reading,
            host.clock(),
            host.random());
    return host.vertx()
        .deployVerticle(projector)
        .onSuccess(deployment -> runs(id, new Deployed(projector, deployment)))
        .mapEmpty();
  }

  private synchronized void runs(RevisionId id, Deployed one) {
    deployed.put(id, one);
  }

  /** Drains and leaves the group; the sink stays open for its readers. */
  private Future<Void> stop(RevisionId id) {
    Optional<Deployed> running = deployed(id);
    synchronized (this) {
      deployed.remove(id);
    }
    return running
        .map(one -> host.vertx().undeploy(one.deployment()))
        .orElse(Future.succeededFuture());
  }

  private Future<Void> forgetUnplanned(ViewPlan now) {
    return host.vertx()
        .executeBlocking(
            () -> {
              sinks.closeOthers(now.revisions().stream().map(Revision::id).toList());
              return null;
            },
            false);
  }

  private void removeWhenDropping(Revision revision) {
    if (revision.dropping()) {
      removal.remove(revision.id());
    }
  }

  private boolean hasFailed(RevisionId id) {
    return status(id).filter(ProjectorStatus::hasFailed).isPresent();
  }

  private synchronized List<RevisionId> running() {
    return new ArrayList<>(deployed.keySet());
  }

  private synchronized Optional<Deployed> deployed(RevisionId id) {
    return Optional.ofNullable(deployed.get(id));
  }

  private static Future<Void> all(List<Future<Void>> futures) {
    return futures.isEmpty() ? Future.succeededFuture() : Future.join(futures).mapEmpty();
  }

  /** What the projector of a revision works on. */
  private final class Access implements RevisionAccess {
    private final RevisionId revision;

    Access(RevisionId revision) {
      this.revision = revision;
    }

    @Override
    public RevisionId revision() {
      return revision;
    }

    @Override
    public Sink<?> open() throws SinkException {
      return sinks.open(revision);
    }

    @Override
    public Future<Void> opened(int projection) {
      return stream
          .plans()
          .update(revision.view(), now -> now.opened(revision, projection))
          .map(
              now -> {
                now.requireBuiltBy(revision, projection);
                return null;
              });
    }

    @Override
    public LogReader reader(int maxRecords) {
      return stream.log().reader(revision, maxRecords);
    }

    @Override
    public DecodedEvents events() {
      return host.events();
    }

    @Override
    public DeadLetters letters() {
      return stream.letters();
    }
  }
}
