package io.distributary.gateway.plugin;

import io.distributary.gateway.plugin.LoadedPlugin.Opener;
import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.List;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * A sink, each call of which passes the guard; what it says of itself is asked once, when it is
 * opened. Writes and repairs have one thread of the sink's own, so that one that hangs holds up
 * nobody but its revision. A write that was given up may still come to its end later; the version
 * guard makes that harmless, as does what a repair says it found.
 */
final class GuardedSink<P> implements Sink<P> {
  private final Sink<P> sink;
  private final PluginGuard guard;
  private final ThreadPoolExecutor writer;
  private final Projection<P> projection;
  private final Readers readers;
  private final Maintenance maintenance;

  private GuardedSink(Opened<P> opened, PluginGuard guard) {
    this.sink = opened.sink();
    this.guard = guard;
    this.writer = guard.writer();
    this.projection =
        new GuardedProjection<>(
            opened.projection(), opened.version(), opened.keepsHistory(), guard);
    GuardedReaders guarded = new GuardedReaders(guard);
    this.readers = guarded.guard(opened.readers(), opened.example());
    this.maintenance = guarded.guard(opened.maintenance());
  }

  /** A sink as its plugin gave it, with all that is asked of it once. */
  private record Opened<P>(
      Sink<P> sink,
      Projection<P> projection,
      int version,
      boolean keepsHistory,
      Readers readers,
      String example,
      Maintenance maintenance) {

    /** Closes the sink when it does not say what it is. */
    static <P> Opened<P> of(Sink<P> sink) {
      boolean whole = false;
      try {
        Projection<P> projection = sink.projection();
        Readers readers = sink.readers();
        Opened<P> opened =
            new Opened<>(
                sink,
                projection,
                projection.version(),
                projection.keepsHistory(),
                readers,
                readers.nativeQuery().map(NativeQuery::example).orElse(""),
                sink.maintenance());
        whole = true;
        return opened;
      } finally {
        if (!whole) {
          sink.close();
        }
      }
    }
  }

  /** One that opens after it was given up is closed again. */
  static GuardedSink<?> open(PluginGuard guard, Opener opener, SinkContext context)
      throws SinkException {
    return of(
        guard.<Opened<?>>call(
            PluginCall.OPEN, () -> Opened.of(opener.open(context)), late -> late.sink().close()),
        guard);
  }

  private static <P> GuardedSink<P> of(Opened<P> opened, PluginGuard guard) {
    return new GuardedSink<>(opened, guard);
  }

  @Override
  public Projection<P> projection() {
    return projection;
  }

  @Override
  public WriteResult write(List<Projected<P>> batch) throws SinkException {
    return guard.write(PluginCall.WRITE, writer, () -> sink.write(batch));
  }

  /** On the same thread as the writes: a sink is written to by one thread at a time. */
  @Override
  public WriteResult repair(List<Correction<P>> corrections) throws SinkException {
    return guard.write(PluginCall.REPAIR, writer, () -> sink.repair(corrections));
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  /** What the plugin does wrong is told of, and nobody else's business. */
  @Override
  public void close() {
    PluginGuard.end(writer);
    try {
      guard.call(
          PluginCall.CLOSE,
          () -> {
            sink.close();
            return true;
          });
    } catch (SinkException e) {
      PluginGuard.tellUnclosed(e);
    }
  }
}
