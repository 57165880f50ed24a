package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.PlanException;
import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one revision's {@link ProjectorCore}: carries out its effects on threads where they may
 * block, and tells it what came of them.
 */
public final class Projector extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final Reason UNEXPECTED =
      new Reason("projector-failed", "The projector failed in a way that it does not know.");
  private static final Duration POLL = Duration.ofMillis(200);

  private final ProjectorPorts ports;
  private final RevisionId revision;
  private final Letters letters;
  private final ViewMeters meters;
  private final GatewayConfig.Delivery delivery;
  private final boolean reading;
  private final ProjectorCore core;
  private final Promise<Void> left = Promise.promise();
  private volatile Phase phase = Phase.OPENING;
  private volatile Optional<Reason> trouble = Optional.empty();
  private @Nullable WorkerExecutor worker;
  private @Nullable LogReader reader;
  private @Nullable ViewWriter<?> writer;

  /**
   * @param reading whether it moves events, rather than only keep the sink open
   * @param clock for the time of dead letters
   */
  public Projector(
      ProjectorPorts ports,
      ViewMeters meters,
      GatewayConfig.Delivery delivery,
      boolean reading,
      Clock clock) {
    this.ports = ports;
    this.revision = ports.revision();
    this.letters = new Letters(ports.letters(), clock, revision);
    this.meters = meters;
    this.delivery = delivery;
    this.reading = reading;
    this.core = new ProjectorCore(delivery);
  }

  @Override
  public Future<?> start() {
    worker =
        vertx.createSharedWorkerExecutor(
            "projector-" + revision, 2, delivery.timeout().toSeconds() + 5, TimeUnit.SECONDS);
    tell(new Input.Start(reading));
    return Future.succeededFuture();
  }

  /** Drains: done when the batch under way is complete and committed, and the group is left. */
  @Override
  public Future<?> stop() {
    tell(new Input.Stop());
    return left.future().onComplete(done -> worker().close());
  }

  public ProjectorStatus status() {
    return new ProjectorStatus(phase, reading, trouble, meters.live());
  }

  /** Whether it moves the stream, rather than only keep the sink open. */
  public boolean isReading() {
    return reading;
  }

  /** From now on at most so many events a second; 0 for no limit. Does nothing before the start. */
  public void pace(int eventsPerSecond) {
    context.runOnContext(now -> tell(new Input.Paced(eventsPerSecond)));
  }

  private void tell(Input input) {
    for (Effect effect : core.on(input)) {
      carryOut(effect);
    }
    publish();
  }

  private void publish() {
    Optional<Reason> before = trouble;
    phase = core.phase();
    trouble = core.trouble();
    if (before.equals(trouble)) {
      return;
    }
    if (phase == Phase.FAILED) {
      LOG.error("{} has stopped: {}", revision, trouble.map(Reason::message).orElse(""));
    } else if (trouble.isPresent()) {
      LOG.warn("{} tries again: {}", revision, trouble.get().message());
    } else {
      LOG.info("{} goes on", revision);
    }
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Open) {
      open();
    } else if (effect instanceof Effect.Join) {
      join();
    } else if (effect instanceof Effect.Fetch fetch) {
      fetch(fetch.paused());
    } else if (effect instanceof Effect.Write write) {
      write(write);
    } else if (effect instanceof Effect.WriteLetters write) {
      writeLetters(write.batch());
    } else if (effect instanceof Effect.Commit commit) {
      commit(commit);
    } else if (effect instanceof Effect.Wait wait) {
      vertx.setTimer(
          Math.max(1, wait.duration().toMillis()), timer -> tell(new Input.Elapsed(wait.timer())));
    } else if (effect instanceof Effect.Finished finished) {
      meters.add(finished.batch().tally());
    } else if (effect instanceof Effect.Leave) {
      leave();
    }
  }

  private void open() {
    worker()
        .executeBlocking(() -> ViewWriter.of(ports.open()), false)
        .compose(opened -> ports.opened(opened.projectionVersion()).map(same -> opened))
        .onSuccess(
            opened -> {
              writer = opened;
              tell(new Input.Opened(opened.keepsHistory()));
            })
        .onFailure(failure -> tell(new Input.Failed(actionOf(failure), reasonOf(failure))));
  }

  private void join() {
    LogReader joining = ports.reader(delivery.batchSize());
    reader = joining;
    joining
        .subscribe()
        .onSuccess(joined -> tell(new Input.Joined()))
        .onFailure(failure -> tell(new Input.Failed(Action.STOP, reasonOf(failure))));
  }

  private void fetch(boolean paused) {
    reader()
        .poll(POLL, paused)
        .compose(this::prepare)
        .onSuccess(chunk -> tell(new Input.Fetched(chunk)))
        .onFailure(failure -> tell(fetchFailure(failure)));
  }

  private Future<Chunk> prepare(Polled polled) {
    ViewWriter<?> preparing = writer();
    return polled.records().isEmpty()
        ? Future.succeededFuture(preparing.prepare(polled))
        : worker().executeBlocking(() -> preparing.prepare(polled), false);
  }

  private static Input fetchFailure(Throwable failure) {
    boolean again = failure instanceof StreamException stream && !stream.isHalt();
    return again
        ? new Input.FetchFailed(reasonOf(failure))
        : new Input.Failed(Action.STOP, reasonOf(failure));
  }

  private void write(Effect.Write write) {
    ViewWriter<?> writing = writer();
    worker()
        .executeBlocking(() -> writing.write(write.batch()), false)
        .onSuccess(result -> tell(new Input.Written(result.outcomes())))
        .onFailure(failure -> tell(new Input.WriteFailed(actionOf(failure), reasonOf(failure))));
  }

  private void writeLetters(Batch batch) {
    letters
        .write(batch)
        .onSuccess(written -> tell(new Input.LettersWritten()))
        .onFailure(
            failure ->
                tell(
                    new Input.LettersFailed(
                        new Reason(
                            "letters-unwritten",
                            "Dead letters cannot be written: Kafka does not take them, or the"
                                + " temporary folder is full."))));
  }

  private void commit(Effect.Commit commit) {
    reader()
        .commit(commit.checkpoints())
        .onSuccess(done -> tell(new Input.Committed(commit.checkpoints())))
        .onFailure(failure -> tell(new Input.CommitFailed()));
  }

  private void leave() {
    if (reader == null) {
      left.tryComplete();
    } else {
      reader().close().onComplete(closed -> left.tryComplete());
    }
  }

  private static Action actionOf(Throwable failure) {
    if (failure instanceof StreamException stream && !stream.isHalt()) {
      return Action.RETRY;
    }
    return failure instanceof SinkException sink ? sink.action() : Action.STOP;
  }

  private static Reason reasonOf(Throwable failure) {
    if (failure instanceof SinkException sink) {
      return sink.reason();
    }
    if (failure instanceof StreamException stream) {
      return stream.reason();
    }
    if (failure instanceof PlanException plan) {
      return plan.reason();
    }
    LOG.error("Unexpected failure of class {}", failure.getClass().getName());
    return UNEXPECTED;
  }

  private WorkerExecutor worker() {
    return Objects.requireNonNull(worker, "The projector has not started");
  }

  private LogReader reader() {
    return Objects.requireNonNull(reader, "The projector has not joined");
  }

  private ViewWriter<?> writer() {
    return Objects.requireNonNull(writer, "The sink is not open");
  }
}
