package io.distributary.gateway.plugin;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;

/**
 * Times every write and every repair of a view: {@code
 * distributary_view_write_seconds{view,result}} and {@code
 * distributary_view_repair_seconds{view,result}}.
 */
final class MeteredSink<P> implements Sink<P> {
  private final Sink<P> sink;
  private final Timed writes;
  private final Timed repairs;

  MeteredSink(Sink<P> sink, String view, MeterRegistry meters) {
    this.sink = sink;
    this.writes =
        new Timed(
            timer(meters, "write", view, "written"),
            timer(meters, "write", view, "failed"),
            meters);
    this.repairs =
        new Timed(
            timer(meters, "repair", view, "repaired"),
            timer(meters, "repair", view, "failed"),
            meters);
  }

  private static Timer timer(MeterRegistry meters, String call, String view, String result) {
    return Timer.builder("distributary.view." + call)
        .description("One call of a sink's " + call)
        .tag("view", view)
        .tag("result", result)
        .register(meters);
  }

  @Override
  public Projection<P> projection() {
    return sink.projection();
  }

  @Override
  public WriteResult write(List<Projected<P>> batch) throws SinkException {
    return writes.time(() -> sink.write(batch));
  }

  @Override
  public WriteResult repair(List<Correction<P>> corrections) throws SinkException {
    return repairs.time(() -> sink.repair(corrections));
  }

  /** One kind of call, which comes to its end or fails. */
  private record Timed(Timer done, Timer failed, MeterRegistry meters) {
    WriteResult time(PluginCalls.Call<WriteResult, SinkException> call) throws SinkException {
      Timer.Sample sample = Timer.start(meters);
      Timer result = failed;
      try {
        WriteResult outcomes = call.run();
        result = done;
        return outcomes;
      } finally {
        sample.stop(result);
      }
    }
  }

  @Override
  public Readers readers() {
    return sink.readers();
  }

  @Override
  public Maintenance maintenance() {
    return sink.maintenance();
  }

  @Override
  public void close() {
    sink.close();
  }
}
