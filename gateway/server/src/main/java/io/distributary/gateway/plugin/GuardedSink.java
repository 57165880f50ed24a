package io.distributary.gateway.plugin;

import io.distributary.gateway.plugin.LoadedPlugin.Opener;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.Projection;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import java.util.concurrent.ThreadPoolExecutor;

/**
 * Opens sinks each call of which passes the guard; what a sink says of itself is asked once, when
 * it is opened. Writes and repairs have one thread of the sink's own, so that one that hangs holds
 * up nobody but its revision. A write that was given up may still come to its end later; the
 * version guard makes that harmless, as does what a repair says it found.
 */
final class GuardedSink {
  private GuardedSink() {}

  /** A sink as its plugin gave it, with all that is asked of it once. */
  private record Opened<P>(Sink<P> sink, int version, boolean keepsHistory, String example) {

    /** Closes the sink when it does not say what it is. */
    static <P> Opened<P> of(Sink<P> sink) {
      boolean whole = false;
      try {
        Projection<P> projection = sink.projection();
        String example = sink.readers().nativeQuery().map(NativeQuery::example).orElse("");
        Opened<P> opened =
            new Opened<>(sink, projection.version(), projection.keepsHistory(), example);
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
  static Sink<?> open(PluginGuard guard, Opener opener, SinkContext context) throws SinkException {
    return guarded(
        guard.<Opened<?>>call(
            PluginCall.OPEN, () -> Opened.of(opener.open(context)), late -> late.sink().close()),
        guard);
  }

  private static <P> Sink<P> guarded(Opened<P> opened, PluginGuard guard) {
    Sink<P> sink = opened.sink();
    ThreadPoolExecutor thread = guard.writer();
    GuardedReaders guarded = new GuardedReaders(guard);
    return Sink.of(
            new GuardedProjection<>(
                sink.projection(), opened.version(), opened.keepsHistory(), guard),
            batch -> guard.write(PluginCall.WRITE, thread, () -> sink.writer().write(batch)),
            some -> guard.write(PluginCall.REPAIR, thread, () -> sink.repair().repair(some)),
            guarded.guard(sink.maintenance()))
        .readers(guarded.guard(sink.readers(), opened.example()))
        .closing(() -> close(sink, thread, guard))
        .build();
  }

  /** What the plugin does wrong is told of, and nobody else's business. */
  private static void close(Sink<?> sink, ThreadPoolExecutor thread, PluginGuard guard) {
    PluginGuard.end(thread);
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
