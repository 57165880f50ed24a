package io.distributary.sinks.memory;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.time.Clock;
import java.util.List;

/** One handle on a revision; what it writes stays when it is closed. */
final class MemorySink implements Sink<MemoryDocument> {
  private final MemoryProjection projection;
  private final MemoryWriter writer;
  private final Readers readers;
  private final MemoryMaintenance maintenance;
  private volatile boolean closed;

  MemorySink(MemorySchema schema, MemoryProjection projection, int largest, Clock clock) {
    this.projection = projection;
    this.writer = new MemoryWriter(schema, projection, largest);
    MemoryReader reader = new MemoryReader(schema, clock);
    Readers current =
        Readers.none()
            .withResource(reader)
            .withChart(reader)
            .withType(reader)
            .withNativeQuery(new MemoryNativeQuery(schema, clock));
    this.readers = projection.keepsHistory() ? current.withHistory(reader) : current;
    this.maintenance = new MemoryMaintenance(schema, projection, clock);
  }

  @Override
  public Projection<MemoryDocument> projection() {
    return projection;
  }

  @Override
  public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    if (closed) {
      throw MemoryErrors.closed();
    }
    return writer.write(batch);
  }

  @Override
  public WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException {
    if (closed) {
      throw MemoryErrors.closed();
    }
    return writer.repair(corrections);
  }

  @Override
  public Readers readers() {
    return readers;
  }

  @Override
  public Maintenance maintenance() {
    return maintenance;
  }

  @Override
  public void close() {
    closed = true;
  }
}
