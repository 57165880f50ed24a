package io.distributary.gateway.plugin;

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

/** Times every write of a view: {@code distributary_view_write_seconds{view,result}}. */
final class MeteredSink<P> implements Sink<P> {
  private final Sink<P> sink;
  private final MeterRegistry meters;
  private final Timer written;
  private final Timer failed;

  MeteredSink(Sink<P> sink, String view, MeterRegistry meters) {
    this.sink = sink;
    this.meters = meters;
    this.written = timer(view, "written");
    this.failed = timer(view, "failed");
  }

  private Timer timer(String view, String result) {
    return Timer.builder("distributary.view.write")
        .description("One call of a sink's write")
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
    Timer.Sample sample = Timer.start(meters);
    Timer result = failed;
    try {
      WriteResult outcomes = sink.write(batch);
      result = written;
      return outcomes;
    } finally {
      sample.stop(result);
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
