package io.distributary.gateway.plugin;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
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
 * Gives every write a thread of the view's own and a time-out, so that a sink that hangs holds up
 * nobody but its view. A write that was given up may still come to its end later; the version guard
 * makes that harmless. Reads have their own deadline.
 */
final class TimeboxedSink<P> implements Sink<P> {
  private static final Reason TIMEOUT =
      new Reason("write-timeout", "The store did not answer a write in time.");
  private static final Reason INTERRUPTED =
      new Reason("write-interrupted", "The gateway is stopping.");

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
    Future<WriteResult> write = writer.submit(() -> calls.call(() -> sink.write(batch)));
    try {
      return write.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      write.cancel(true);
      throw new SinkException(Action.RETRY, TIMEOUT, e);
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
