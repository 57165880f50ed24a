package io.distributary.sinks.memory;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.util.List;

/** The parts of a sink, each of which can be altered. */
interface Parts {
  Projection<MemoryDocument> projection();

  WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException;

  WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException;

  Readers readers();

  Maintenance maintenance();

  void close();

  /** The sink that they make. */
  default Sink<MemoryDocument> sink() {
    return Sink.of(projection(), writer(), this::repair, maintenance())
        .readers(readers())
        .closing(this::close)
        .build();
  }

  /** Tells of itself what these parts tell. */
  private SinkWriter<MemoryDocument> writer() {
    return new SinkWriter<>() {
      @Override
      public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
        return Parts.this.write(batch);
      }

      @Override
      public String toString() {
        return Parts.this.toString();
      }
    };
  }

  /** The parts of a right one. */
  static Parts of(Sink<MemoryDocument> right) {
    return new Parts() {
      @Override
      public Projection<MemoryDocument> projection() {
        return right.projection();
      }

      @Override
      public WriteResult write(List<Projected<MemoryDocument>> batch) throws SinkException {
        return right.writer().write(batch);
      }

      @Override
      public WriteResult repair(List<Correction<MemoryDocument>> corrections) throws SinkException {
        return right.repair().repair(corrections);
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
    };
  }
}
