package io.distributary.sinks.hbase;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** Counts and checks by scans of {@code charts}; a resource lies in the row that is not moved. */
final class HBaseMaintenance implements Maintenance {
  private static final RowRange EVERYTHING = RowRange.between(new byte[0], new byte[0]);

  private final HBaseTables tables;

  HBaseMaintenance(HBaseTables tables) {
    this.tables = tables;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    AtomicLong live = new AtomicLong();
    tables.scan(
        ViewTable.CHARTS,
        List.of(EVERYTHING),
        ChartRow.heads().setCacheBlocks(false),
        context,
        row -> {
          live.addAndGet(ChartRow.of(row).filter(ChartRow::live).stream().count());
          return true;
        });
    return live.get();
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    tables.scan(
        ViewTable.CHARTS,
        List.of(EVERYTHING),
        ChartRow.whole().setCacheBlocks(false),
        context,
        result -> {
          Optional<ChartRow> row = ChartRow.of(result).filter(r -> !r.head().isMoved());
          return row.isEmpty() || visitor.visit(entry(row.get()));
        });
  }

  private static ViewEntry entry(ChartRow row) {
    CellHead head = row.head();
    return new ViewEntry(
        row.id(),
        row.version(),
        head.deleted(),
        HBaseProjection.hash(row.key(), head.state(), head.source(), row.body()));
  }

  @Override
  public void drop() throws SinkException {
    tables.drop();
  }
}
