package io.distributary.gateway.plugin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Times every call of a view's plugin, until it came back or was given up: {@code
 * distributary_view_write_seconds{view,result}}, {@code
 * distributary_view_repair_seconds{view,result}}, and {@code
 * distributary_plugin_call_seconds{view,call,result}} for the rest.
 */
final class PluginMeters {
  private final Map<PluginCall, Timed> timers = new EnumMap<>(PluginCall.class);

  PluginMeters(String view, MeterRegistry meters) {
    for (PluginCall call : PluginCall.values()) {
      timers.put(
          call,
          switch (call) {
            case WRITE -> ofView("write", "written", view, meters);
            case REPAIR -> ofView("repair", "repaired", view, meters);
            default ->
                new Timed(timer(call, view, "done", meters), timer(call, view, "failed", meters));
          });
    }
  }

  /** One kind of call, which comes to its end or fails. */
  private record Timed(Timer done, Timer failed) {}

  private static Timed ofView(String call, String done, String view, MeterRegistry meters) {
    return new Timed(
        ofViewWith(call, done, view, meters), ofViewWith(call, "failed", view, meters));
  }

  private static Timer ofViewWith(String call, String result, String view, MeterRegistry meters) {
    return Timer.builder("distributary.view." + call)
        .description("One call of a sink's " + call)
        .tag("view", view)
        .tag("result", result)
        .register(meters);
  }

  private static Timer timer(PluginCall call, String view, String result, MeterRegistry meters) {
    return Timer.builder("distributary.plugin.call")
        .description("One call of a view's sink plugin")
        .tag("view", view)
        .tag("call", call.word())
        .tag("result", result)
        .register(meters);
  }

  void took(PluginCall call, long nanos, boolean done) {
    Timed timed = timers.get(call);
    if (timed != null) {
      (done ? timed.done() : timed.failed()).record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
