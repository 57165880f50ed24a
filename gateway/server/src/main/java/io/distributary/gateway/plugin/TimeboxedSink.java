package io.distributary.gateway.plugin;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Gives writes and repairs a thread of the view's own and a time-out, so that a sink that hangs
 * holds up nobody but its view. A write that was given up may still come to its end later; the
 * version guard makes that harmless, as does what a repair says it found. Reads have their own
 * deadline.
 */
final class TimeboxedSink<P> implements Sink<P> {
  private static final Reason TIMEOUT =
      new Reason("write-timeout", "The store did not answer a write in time.");
  private static final Reason REPAIR_TIMEOUT =
      new Reason("repair-timeout", "The store did not answer a repair in time.");
  private static final Reason INTERRUPTED =
      new Reason("write-interrupted", "The gateway is stopping.");

  /**
   * How many writes a repair may last: it looks, removes what is wrong, writes what is right, and a
   * store with history gets every version back.
   */
  private static final int WRITES_OF_A_REPAIR = 5;

  private final Sink<P> sink;
  private final PluginCalls calls;
  private final Duration timeout;
  private final ExecutorService writer;

  TimeboxedSink(Sink<P> sink, PluginCalls calls, String view, Duration timeout) {
    this.sink = sink;
    this.calls = calls;
    this.timeout = timeout;
    this.writer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "writer-" + view);
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Projection<P> projection() {
    return new GuardedProjection<>(calls.get(sink::projection), calls);
  }

  @Override
  public WriteResult write(List<Projected<P>> batch) throws SinkException {
    return within(timeout, TIMEOUT, () -> sink.write(batch));
  }

  /** On the same thread as the writes: a sink is written to by one thread at a time. */
  @Override
  public WriteResult repair(List<Correction<P>> corrections) throws SinkException {
    Duration longer = timeout.multipliedBy(WRITES_OF_A_REPAIR);
    return within(longer, REPAIR_TIMEOUT, () -> sink.repair(corrections));
  }

  private WriteResult within(
      Duration longest, Reason tooLong, PluginCalls.Call<WriteResult, SinkException> call)
      throws SinkException {
    Future<WriteResult> result = writer.submit(() -> calls.call(call));
    try {
      return result.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      result.cancel(true);
      throw new SinkException(Action.RETRY, tooLong, e);
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException(Action.RETRY, INTERRUPTED, e);
    }
  }

  private static SinkException failure(ExecutionException e) {
    if (e.getCause() instanceof SinkException failed) {
      return failed;
    }
    throw new IllegalStateException("A plugin call failed with an Error", e.getCause());
  }

  @Override
  public Readers readers() {
    return calls.get(sink::readers);
  }

  @Override
  public Maintenance maintenance() {
    return calls.get(sink::maintenance);
  }

  @Override
  public void close() {
    writer.shutdownNow();
    calls.get(
        () -> {
          sink.close();
          return true;
        });
  }
}
