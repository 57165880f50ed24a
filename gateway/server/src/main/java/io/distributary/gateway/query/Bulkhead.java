package io.distributary.gateway.query;

import io.distributary.gateway.query.ReadException.ReadFailure;
import io.distributary.sink.Action;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * At most 8 concurrent calls of one view and one kind, 6 of them of one caller, and 256 that wait;
 * these are taken caller by caller in turn. A store that hangs fills its own bulkheads and nobody
 * else's.
 */
final class Bulkhead {
  private static final Logger LOG = LoggerFactory.getLogger(Bulkhead.class);

  static final int THREADS = 8;
  static final int WAITING = 256;

  /** An answer lasts as long as its reader takes for it: some workers are left to others. */
  static final int OF_ONE_CALLER = 6;

  private final String view;
  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final Timer timer;
  private final Clock clock;
  private final FairQueue<Waiting<?>> waiting = new FairQueue<>(WAITING);
  private final Map<String, Integer> runningOf = new HashMap<>();
  private int running;

  Bulkhead(String view, Vertx vertx, WorkerExecutor workers, Timer timer, Clock clock) {
    this.view = view;
    this.vertx = vertx;
    this.workers = workers;
    this.timer = timer;
    this.clock = clock;
  }

  /** A call of a sink. */
  interface BoundedCall<T> {
    T run() throws SinkException, ReadException;
  }

  /** A call with the one who waits for it. */
  private final class Waiting<T> {
    private final Caller caller;
    private final FutureTask<T> task;
    private final Context context = vertx.getOrCreateContext();
    private final Promise<T> done = Promise.promise();

    Waiting(Caller caller, FutureTask<T> task) {
      this.caller = caller;
      this.task = task;
    }

    void start() {
      workers.executeBlocking(this::finished, false).onComplete(this::finish);
    }

    /** Nobody is told what comes after it was given up. */
    private void finish(AsyncResult<T> result) {
      if (result.succeeded()) {
        done.tryComplete(result.result());
      } else {
        done.tryFail(result.cause());
      }
    }

    /** The result on the context that asked. */
    void answer(AsyncResult<T> result, Promise<T> asked) {
      if (Vertx.currentContext() == context) {
        asked.handle(result);
      } else {
        context.runOnContext(back -> asked.handle(result));
      }
    }

    private T finished() throws Exception {
      caller.share().enter();
      try {
        task.run();
        return task.get();
      } catch (ExecutionException e) {
        throw e.getCause() instanceof Exception cause ? cause : e;
      } catch (CancellationException e) {
        throw timedOut();
      } finally {
        Thread.interrupted(); // one that came too late for the call must not meet the next one
        caller.share().exit();
        next(caller.name());
      }
    }

    void giveUp() {
      forget(this);
      task.cancel(true);
      done.tryFail(timedOut());
    }
  }

  /**
   * Runs a call on a worker, once {@link Reservation#FIRST} bytes could be taken for it. The future
   * fails with {@link ReadException} at the latest when the deadline has passed, even if the call
   * itself never ends; it is interrupted then, as a driver may wait for minutes for a server that
   * is no longer there.
   */
  <T> Future<T> run(Caller caller, Instant deadline, BoundedCall<T> call) {
    long millis = Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
    Waiting<T> one = new Waiting<>(caller, new FutureTask<>(() -> timed(caller, deadline, call)));
    enter(one);
    Promise<T> asked = Promise.promise();
    long timer = vertx.setTimer(millis, late -> one.giveUp());
    one.done
        .future()
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              one.answer(result, asked);
            });
    return asked.future();
  }

  private void enter(Waiting<?> one) {
    Optional<Waiting<?>> displaced = Optional.empty();
    synchronized (this) {
      if (running < THREADS && mayRun(one.caller.name())) {
        begin(one.caller.name());
        one.start();
      } else {
        displaced = waiting.add(one.caller.name(), one);
      }
    }
    displaced.ifPresent(other -> other.done.tryFail(busy()));
  }

  private synchronized void next(String ended) {
    running--;
    runningOf.computeIfPresent(ended, (caller, count) -> count == 1 ? null : count - 1);
    waiting
        .poll(this::mayRun)
        .ifPresent(
            one -> {
              begin(one.caller.name());
              one.context.runOnContext(turn -> one.start());
            });
  }

  private boolean mayRun(String caller) {
    return runningOf.getOrDefault(caller, 0) < OF_ONE_CALLER;
  }

  private void begin(String caller) {
    running++;
    runningOf.merge(caller, 1, Integer::sum);
  }

  private synchronized void forget(Waiting<?> one) {
    waiting.remove(one.caller.name(), one);
  }

  private <T> T timed(Caller caller, Instant deadline, BoundedCall<T> call) throws ReadException {
    Timer.Sample sample = Timer.start();
    try {
      if (isOver(deadline)) {
        throw timedOut();
      }
      if (!caller.share().begin(Reservation.FIRST)) {
        throw noMemory();
      }
      return call.run();
    } catch (SinkException e) {
      throw explained(e, isOver(deadline));
    } finally {
      sample.stop(timer);
    }
  }

  private ReadException explained(SinkException e, boolean over) {
    if (e instanceof BudgetExceededException) {
      return noMemory();
    }
    if (e.action() == Action.REJECT) {
      return new ReadException(ReadFailure.INVALID, String.valueOf(e.getMessage()));
    }
    LOG.info("View '{}' did not answer: {}", view, e.reason());
    if (e.action() == Action.STOP) {
      return failed();
    }
    return over ? timedOut() : unreachable(view);
  }

  private boolean isOver(Instant deadline) {
    return !clock.instant().isBefore(deadline);
  }

  static ReadException unreachable(String view) {
    return new ReadException(
        ReadFailure.UNREACHABLE,
        "The store of view '" + view + "' cannot be reached now. Try again later.");
  }

  static ReadException noMemory() {
    return new ReadException(
        ReadFailure.BUSY, "Other answers hold the memory that this one needs. Try again later.");
  }

  private ReadException busy() {
    return new ReadException(
        ReadFailure.BUSY, "Too many callers wait for view '" + view + "'. Try again later.");
  }

  private ReadException failed() {
    return new ReadException(ReadFailure.FAILED, "View '" + view + "' failed to answer.");
  }

  private ReadException timedOut() {
    return new ReadException(
        ReadFailure.TIMED_OUT,
        "View '" + view + "' did not answer in time. The call was given up.");
  }
}
