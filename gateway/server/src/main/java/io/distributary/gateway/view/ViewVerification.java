package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.Groups;
import io.distributary.gateway.log.LogRange;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.verify.Blocking;
import io.distributary.gateway.verify.Job;
import io.distributary.gateway.verify.Report;
import io.distributary.gateway.verify.Sample;
import io.distributary.gateway.verify.VerificationTarget;
import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies the revisions of one view: one at a time when somebody asks, on a thread of its own; and
 * a sample of the live one from time to time, so that drift is noticed before somebody asks.
 */
final class ViewVerification {
  private static final Logger LOG = LoggerFactory.getLogger(ViewVerification.class);
  private static final long LONGEST_DAYS = 7;
  private static final long STOP_MS = 5_000;

  private final String view;
  private final Host host;
  private final StreamParts stream;
  private final ViewSinks sinks;
  private final Counter checked;
  private final Counter wrong;
  private @Nullable Job job;
  private Future<?> running = Future.succeededFuture();

  ViewVerification(String view, Host host, StreamParts stream, ViewSinks sinks) {
    this.view = view;
    this.host = host;
    this.stream = stream;
    this.sinks = sinks;
    this.checked =
        counter(
            "distributary.view.verify.checked", "Events that the sampler looked up in the view");
    this.wrong =
        counter(
            "distributary.view.verify.wrong",
            "Events of these that the view does not hold as it must");
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).tag("view", view).register(host.meters());
  }

  /** As {@link View#verify} says. */
  Future<Report> start(RevisionId revision, boolean repair) {
    return host.vertx()
        .executeBlocking(() -> check(revision), false)
        .map(checked -> begin(new Job(revision, repair, host.clock().instant(), host.random())));
  }

  /** What can be said at once. */
  private boolean check(RevisionId revision) {
    plan().requireThere(revision);
    sinks
        .opened(revision)
        .ifPresent(sink -> plan().requireBuiltBy(revision, sink.projection().version()));
    return true;
  }

  private synchronized Report begin(Job next) {
    if (job != null && job.isRunning()) {
      throw new PlanException(
          "verification-under-way", "View '" + view + "' is being verified already.");
    }
    job = next;
    WorkerExecutor worker =
        host.vertx().createSharedWorkerExecutor("verify-" + view, 1, LONGEST_DAYS, TimeUnit.DAYS);
    running =
        worker
            .executeBlocking(
                () -> {
                  next.run(() -> parts(next.revision()), this::tell);
                  return true;
                },
                false)
            .onComplete(ended -> worker.close());
    return next.report();
  }

  private VerificationTarget<?> parts(RevisionId revision) throws SinkException {
    Sink<?> sink = sinks.open(revision);
    plan().requireBuiltBy(revision, sink.projection().version());
    return parts(revision, sink, stream.log().range());
  }

  private <P> VerificationTarget<P> parts(RevisionId revision, Sink<P> sink, LogRange range) {
    return VerificationTarget.of(
        revision, sink, range, () -> committed(revision), stream.letters(), host.clock());
  }

  private Position committed(RevisionId revision) {
    return Blocking.on(stream.log().groups().progress(revision).map(Groups.Progress::committed));
  }

  /** A revision that is being built may be switched to once it was found to be right. */
  private void tell(RevisionId revision, boolean clean) {
    Blocking.on(stream.plans().update(view, plan -> plan.verified(revision, clean)));
  }

  private ViewPlan plan() {
    return stream.plans().plan(view);
  }

  /** Ends the verification of a revision that is going. */
  synchronized void follow(ViewPlan plan) {
    if (job != null && plan.revision(job.revision()).filter(each -> !each.dropping()).isEmpty()) {
      job.cancel();
    }
  }

  synchronized Optional<Report> report() {
    return Optional.ofNullable(job).map(Job::report);
  }

  synchronized void cancel() {
    if (job != null) {
      job.cancel();
    }
  }

  /** Cancels what is under way, and waits for it a little. */
  synchronized Future<Void> stop() {
    cancel();
    return running
        .timeout(STOP_MS, TimeUnit.MILLISECONDS)
        .transform(ended -> Future.succeededFuture());
  }

  /** Looks a few events up in the live revision, if it is open, and counts. Blocks. */
  void sample(LogRange range, GatewayConfig.Verify config, RandomGenerator random) {
    RevisionId live = plan().live();
    try {
      Optional<Sink<?>> sink = sinks.opened(live);
      if (sink.isPresent()) {
        plan().requireBuiltBy(live, sink.get().projection().version());
        count(new Sample<>(parts(live, sink.get(), range), config.sampleSize(), random).take());
      }
    } catch (PlanException e) {
      LOG.debug("No sample of {}: it is another projection's", live);
    } catch (SinkException | StreamException e) {
      LOG.debug("No sample of {} for now: {}", live, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("No sample of {}: {}", live, e.getClass().getName());
    }
  }

  private void count(Sample.Count found) {
    checked.increment(found.checked());
    wrong.increment(found.wrong());
    if (found.wrong() > 0) {
      LOG.warn(
          "{} of {} sampled events are not in view {} as they must be. Run: distributary verify {}",
          found.wrong(),
          found.checked(),
          view,
          view);
    }
  }
}
