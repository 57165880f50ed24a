package io.distributary.sinks.hbase;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;

/**
 * Keeps a resource out of the charts of its former keys. A key never changes, save by deletion and
 * creation anew, or by a producer that breaks the rule; then the resource has a row of {@code
 * charts} for each key. Every version that lies in one of them is marked as moved in the others, at
 * its own timestamp. So each row tells by itself, now and as of any version, whether the resource
 * is there, and a chart stays one scan.
 *
 * <p>The keys are looked up <em>after</em> the batch was written: of two writers that put one
 * resource under two keys at the same time, the later to look sees both. That look-up, one call for
 * a batch, is all that it costs as long as keys do not change.
 */
final class MovedRows {
  private final HBaseTables tables;
  private final EventRows rows;

  MovedRows(HBaseTables tables) {
    this.tables = tables;
    this.rows = new EventRows(tables.keys());
  }

  /** Marks what has to be, of resources whose rows in {@code resources} are written. */
  void mark(List<ResourceId> ids) throws SinkException {
    List<Get> several = new ArrayList<>();
    Result[] found = tables.get(ViewTable.RESOURCES, ids.stream().map(ResourceRow::get).toList());
    for (int i = 0; i < found.length; i++) {
      if (found[i].size() > 1) {
        several.add(ResourceRow.getAll(ids.get(i)));
      }
    }
    List<Put> marks = new ArrayList<>();
    for (Result row : tables.get(ViewTable.RESOURCES, several)) {
      marks.addAll(rows.marks(ResourceRow.newestFirst(row)));
    }
    tables.writeAll(ViewTable.CHARTS, marks);
  }
}
