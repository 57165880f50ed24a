package io.distributary.sinks.hbase;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts by a scan of {@code charts}; a resource lies in the row that is not moved. */
final class HBaseMaintenance implements Maintenance {
  private final HBaseTables tables;
  private final HBaseEntries entries;

  HBaseMaintenance(HBaseTables tables) {
    this.tables = tables;
    this.entries = new HBaseEntries(tables);
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    AtomicLong live = new AtomicLong();
    tables.scan(
        ViewTable.CHARTS,
        List.of(RowRange.EVERYTHING),
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
    entries.scan(context, visitor);
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    return entries.find(names, context);
  }

  @Override
  public void drop() throws SinkException {
    tables.drop();
  }
}
