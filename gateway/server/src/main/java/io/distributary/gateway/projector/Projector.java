package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.Checkpoint;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one revision's {@link ProjectorCore}: carries out its effects, and tells it what came of
 * them. For one thread, save {@link #status}.
 */
final class Projector implements Effects {
  private static final Logger LOG = LoggerFactory.getLogger(Projector.class);
  private static final Reason UNEXPECTED =
      new Reason("projector-failed", "The projector failed in a way that it does not know.");
  private static final Reason LETTERS_UNWRITTEN =
      new Reason(
          "letters-unwritten",
          "Dead letters cannot be written: Kafka does not take them, or the temporary folder is"
              + " full.");
  private static final Duration POLL = Duration.ofMillis(200);

  private final Ports ports;
  private final boolean reading;
  private final ProjectorCore core;
  private final Promise<Void> left = Promise.promise();
  private volatile ProjectorStatus status;
  private long applied;
  private @Nullable LogReader reader;

  /**
   * @param reading whether it moves events, rather than only keep the sink open
   * @param random what the waits before another try are drawn with
   */
  Projector(Ports ports, GatewayConfig.Delivery delivery, boolean reading, RandomGenerator random) {
    this.ports = ports;
    this.reading = reading;
    this.core = new ProjectorCore(delivery, random);
    this.status = ProjectorStatus.opening(reading);
  }

  void start() {
    tell(new Input.Start(reading));
  }

  /** Drains: done when the batch under way is complete and committed, and the group is left. */
  Future<Void> stop() {
    tell(new Input.Stop());
    return left.future();
  }

  /** Done when the group is left, asked or not. */
  Future<Void> left() {
    return left.future();
  }

  /** From now on at most so many events a second; 0 for no limit. */
  void pace(int eventsPerSecond) {
    tell(new Input.Paced(eventsPerSecond));
  }

  ProjectorStatus status() {
    return status;
  }

  private void tell(Input input) {
    for (Effect effect : core.on(input)) {
      effect.carryOut(this);
    }
    ProjectorStatus before = status;
    status = new ProjectorStatus(core.phase(), reading, core.trouble(), Math.max(0, applied));
    if (!before.trouble().equals(status.trouble())) {
      ports.changed(status);
    }
  }

  @Override
  public void open() {
    ports
        .open()
        .onSuccess(keepsHistory -> tell(new Input.Opened(keepsHistory)))
        .onFailure(failure -> tell(new Input.Failed(actionOf(failure), reasonOf(failure))));
  }

  @Override
  public void join() {
    LogReader joining = ports.reader();
    reader = joining;
    joining
        .subscribe()
        .onSuccess(joined -> tell(new Input.Joined()))
        .onFailure(failure -> tell(new Input.Failed(Action.STOP, reasonOf(failure))));
  }

  @Override
  public void fetch(boolean paused) {
    reader()
        .poll(POLL, paused)
        .compose(ports::prepare)
        .onSuccess(chunk -> tell(new Input.Fetched(chunk)))
        .onFailure(failure -> tell(fetchFailure(failure)));
  }

  private static Input fetchFailure(Throwable failure) {
    boolean again = failure instanceof StreamException stream && !stream.isHalt();
    return again
        ? new Input.FetchFailed(reasonOf(failure))
        : new Input.Failed(Action.STOP, reasonOf(failure));
  }

  @Override
  public void write(List<Projected<?>> batch) {
    ports
        .write(batch)
        .onSuccess(result -> tell(new Input.Written(result.outcomes())))
        .onFailure(failure -> tell(new Input.WriteFailed(actionOf(failure), reasonOf(failure))));
  }

  @Override
  public void writeLetters(WriteBatch batch) {
    ports
        .writeLetters(batch)
        .onSuccess(written -> tell(new Input.DeadLettersWritten()))
        .onFailure(failure -> tell(new Input.DeadLettersFailed(LETTERS_UNWRITTEN)));
  }

  @Override
  public void commit(Map<Integer, Checkpoint> checkpoints) {
    reader()
        .commit(checkpoints)
        .onSuccess(done -> tell(new Input.Committed(checkpoints)))
        .onFailure(failure -> tell(new Input.CommitFailed()));
  }

  @Override
  public void await(Timer timer, Duration duration) {
    ports.after(timer, duration, () -> tell(new Input.Elapsed(timer)));
  }

  @Override
  public void finish(WriteBatch batch) {
    applied += batch.tally().updated - batch.tally().deleted;
    ports.finished(batch);
  }

  @Override
  public void leave() {
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

  private LogReader reader() {
    return Objects.requireNonNull(reader, "The projector has not joined");
  }
}
