package io.distributary.gateway.verify;

import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.PlanException;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.schemas.Position;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Runs verifications, each on a thread of its own. */
public final class VerificationSet implements Verifications {
  private static final long LONGEST_DAYS = 7;
  private static final long STOP_MS = 5_000;

  private final Vertx vertx;
  private final EventLog log;
  private final SinkRegistry sinks;
  private final Clock clock;
  private final Map<String, Job> jobs = new ConcurrentHashMap<>();
  private final Map<String, Future<?>> running = new ConcurrentHashMap<>();

  public VerificationSet(Vertx vertx, EventLog log, SinkRegistry sinks, Clock clock) {
    this.vertx = vertx;
    this.log = log;
    this.sinks = sinks;
    this.clock = clock;
    log.plans().onChange(this::follow);
  }

  @Override
  public Future<Report> start(String view, OptionalInt revision, boolean repair) {
    int number = revision.orElse(log.plans().plan(view).live());
    return vertx
        .executeBlocking(() -> check(view, number), false)
        .map(checked -> begin(new Job(view, number, repair, clock.instant()), view));
  }

  private Report begin(Job job, String view) {
    jobs.compute(
        view,
        (name, before) -> {
          if (before != null && before.isRunning()) {
            throw new PlanException(
                "verification-under-way", "View '" + view + "' is being verified already.");
          }
          return job;
        });
    WorkerExecutor worker =
        vertx.createSharedWorkerExecutor("verify-" + view, 1, LONGEST_DAYS, TimeUnit.DAYS);
    running.put(
        view,
        worker
            .executeBlocking(
                () -> {
                  job.run(() -> open(view, job.revision()), (n, clean) -> tell(view, n, clean));
                  return true;
                },
                false)
            .onComplete(ended -> worker.close()));
    return job.report();
  }

  /**
   * What can be said at once: a revision that was built by another projection holds other content
   * than the log would give now.
   */
  private boolean check(String view, int number) throws SinkException {
    requireThere(log.plans().plan(view), number);
    if (sinks.maintenance(view, number).isPresent()) {
      requireBuiltByUs(view, number, sinks.open(view, number));
    }
    return true;
  }

  private Parts<?> open(String view, int number) throws SinkException {
    Sink<?> sink = sinks.open(view, number);
    requireThere(log.plans().plan(view), number);
    requireBuiltByUs(view, number, sink);
    return parts(view, number, sink);
  }

  private <P> Parts<P> parts(String view, int number, Sink<P> sink) {
    return new Parts<>(
        sink,
        sinks.maintenance(view, number).orElseThrow(),
        log.range(),
        () -> committed(view, number),
        new Letters(log.deadLetters(), view, number),
        clock);
  }

  private Position committed(String view, int number) {
    return Waiting.on(log.lags().of(log.topics().group(view, number))).committed();
  }

  private static void requireThere(ViewPlan plan, int number) {
    Optional<Revision> found = plan.revision(number).filter(each -> !each.dropping());
    if (found.isEmpty()) {
      List<String> known =
          plan.revisions().stream()
              .filter(each -> !each.dropping())
              .map(each -> Integer.toString(each.number()))
              .toList();
      throw new PlanException(
          "revision-unknown",
          name(plan.view(), number) + " is not there. Known: " + String.join(", ", known) + ".");
    }
  }

  private void requireBuiltByUs(String view, int number, Sink<?> sink) {
    int ours = sink.projection().version();
    OptionalInt built =
        log.plans().plan(view).revision(number).map(Revision::projection).orElseThrow();
    if (built.isPresent() && built.getAsInt() != ours) {
      throw new PlanException(
          "rebuild-required",
          name(view, number)
              + " was built by version "
              + built.getAsInt()
              + " of its projection, this gateway has version "
              + ours
              + ": there is nothing to compare it with. Run: distributary rebuild "
              + view);
    }
  }

  private static String name(String view, int number) {
    return "Revision " + number + " of view '" + view + "'";
  }

  /** A revision that is being built may be switched to once it was found to be right. */
  private void tell(String view, int number, boolean clean) {
    Waiting.on(log.plans().update(view, plan -> plan.verified(number, clean)));
  }

  private void follow(ViewPlan plan) {
    Optional.ofNullable(jobs.get(plan.view()))
        .filter(job -> plan.revision(job.revision()).filter(r -> !r.dropping()).isEmpty())
        .ifPresent(Job::cancel);
  }

  @Override
  public Optional<Report> find(String view) {
    return Optional.ofNullable(jobs.get(view)).map(Job::report);
  }

  @Override
  public Optional<Report> cancel(String view) {
    Optional.ofNullable(jobs.get(view)).ifPresent(Job::cancel);
    return find(view);
  }

  /** Cancels all, and waits for them a little. */
  public Future<Void> stop() {
    jobs.values().forEach(Job::cancel);
    return Future.join(List.copyOf(running.values()))
        .timeout(STOP_MS, TimeUnit.MILLISECONDS)
        .transform(ended -> Future.succeededFuture());
  }
}
