package io.distributary.gateway.query;

import io.distributary.gateway.query.ReadException.Kind;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where blocking calls of one view and of one kind run: few at a time, a bounded number waiting. A
 * store that hangs fills its own lanes and nobody else's.
 */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  static final int THREADS = 8;
  private static final int WAITING = 256;

  private final String view;
  private final WorkerExecutor workers;
  private final Semaphore places = new Semaphore(THREADS + WAITING);
  private final Timer timer;
  private final Clock clock;

  Lane(String view, WorkerExecutor workers, Timer timer, Clock clock) {
    this.view = view;
    this.workers = workers;
    this.timer = timer;
    this.clock = clock;
  }

  /** A call of a sink. */
  interface Call<T> {
    T run() throws SinkException, ReadException;
  }

  /**
   * Runs a call on a worker. The future fails with {@link ReadException} at the latest when the
   * deadline has passed, even if the call itself never ends; it is interrupted then, as a driver
   * may wait for minutes for a server that is no longer there.
   */
  <T> Future<T> run(Instant deadline, Call<T> call) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(
          new ReadException(
              Kind.BUSY, "Too many callers wait for view '" + view + "'. Try again later."));
    }
    long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
    FutureTask<T> task = new FutureTask<>(() -> timed(deadline, call));
    return workers
        .executeBlocking(() -> finished(task), false)
        .timeout(millis, TimeUnit.MILLISECONDS)
        .recover(e -> Future.failedFuture(e instanceof TimeoutException ? givenUp(task) : e));
  }

  private <T> T finished(FutureTask<T> task) throws Exception {
    try {
      task.run();
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (CancellationException e) {
      throw timedOut();
    } finally {
      Thread.interrupted(); // one that came too late for the call must not meet the next one
      places.release();
    }
  }

  private ReadException givenUp(FutureTask<?> task) {
    task.cancel(true);
    return timedOut();
  }

  private <T> T timed(Instant deadline, Call<T> call) throws ReadException {
    Timer.Sample sample = Timer.start();
    try {
      if (isOver(deadline)) {
        throw timedOut();
      }
      return call.run();
    } catch (SinkException e) {
      throw explained(e, isOver(deadline));
    } finally {
      sample.stop(timer);
    }
  }

  private ReadException explained(SinkException e, boolean over) {
    if (e.action() == Action.REJECT) {
      return new ReadException(Kind.INVALID, String.valueOf(e.getMessage()));
    }
    LOG.info("View '{}' did not answer: {}", view, e.reason());
    if (e.action() == Action.STOP) {
      return failed();
    }
    return over ? timedOut() : away(view);
  }

  private boolean isOver(Instant deadline) {
    return !clock.instant().isBefore(deadline);
  }

  static ReadException away(String view) {
    return new ReadException(
        Kind.AWAY, "The store of view '" + view + "' cannot be reached now. Try again later.");
  }

  private ReadException failed() {
    return new ReadException(Kind.FAILED, "View '" + view + "' failed to answer.");
  }

  private ReadException timedOut() {
    return new ReadException(
        Kind.TIMED_OUT, "View '" + view + "' did not answer in time. The call was given up.");
  }
}
