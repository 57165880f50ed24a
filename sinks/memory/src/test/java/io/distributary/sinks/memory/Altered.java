package io.distributary.sinks.memory;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.List;

/** A right sink; what is broken about it is overridden. */
class Altered implements Parts {
  final Parts right;
  final MemoryTable table;

  Altered(Parts right, MemoryTable table) {
    this.right = right;
    this.table = table;
  }

  /** Makes an altered sink of a right one. */
  interface Alteration {
    Parts of(Parts right, MemoryTable table);
  }

  @Override
  public Projection<MemoryDocument> projection() {
    return right.projection();
  }

  @Override
  public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
    return right.write(batch);
  }

  @Override
  public WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException {
    return right.repair(corrections);
  }

  @Override
  public Readers readers() {
    return right.readers();
  }

  @Override
  public Maintenance maintenance() {
    return right.maintenance();
  }

  @Override
  public void close() {
    right.close();
  }
}
