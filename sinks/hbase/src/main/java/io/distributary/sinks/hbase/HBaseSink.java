package io.distributary.sinks.hbase;

import io.distributary.sink.Correction;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projected;
import io.distributary.sink.Projection;
import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import java.util.List;

/** One revision of the wide-column view. */
final class HBaseSink implements Sink<ChartEntry> {
  private final Projection<ChartEntry> projection = new HBaseProjection();
  private final HBaseTables tables;
  private final HBaseWriter writer;
  private final HBaseRepair repair;
  private final Readers readers;
  private final Maintenance maintenance;

  HBaseSink(HBaseTables tables) {
    this.tables = tables;
    this.writer = new HBaseWriter(tables);
    this.repair = new HBaseRepair(tables);
    HBaseReader reader = new HBaseReader(tables);
    this.readers =
        Readers.none()
            .withResource(reader)
            .withChart(reader)
            .withHistory(reader)
            .withNativeQuery(new HBaseNativeQuery(tables));
    this.maintenance = new HBaseMaintenance(tables);
  }

  @Override
  public Projection<ChartEntry> projection() {
    return projection;
  }

  @Override
  public WriteResult write(List<Projected<ChartEntry>> batch) throws SinkException {
    return writer.write(batch.stream().map(Projected::value).toList());
  }

  @Override
  public WriteResult repair(List<Correction<ChartEntry>> corrections) throws SinkException {
    return repair.repair(corrections);
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
    tables.close();
  }
}
