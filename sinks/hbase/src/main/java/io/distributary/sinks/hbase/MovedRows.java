package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.BODY;
import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;
import static io.distributary.sinks.hbase.HBaseSchema.HEAD;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
  private static final byte[] VOID = {};

  private final HBaseTables tables;

  MovedRows(HBaseTables tables) {
    this.tables = tables;
  }

  /** Marks what has to be, of resources whose rows in {@code resources} are written. */
  void mark(List<ResourceId> ids) throws SinkException {
    List<Get> several = new ArrayList<>();
    Result[] rows = tables.get(ViewTable.RESOURCES, ids.stream().map(ResourceRow::get).toList());
    for (int i = 0; i < rows.length; i++) {
      if (rows[i].size() > 1) {
        several.add(ResourceRow.getAll(ids.get(i)));
      }
    }
    List<Put> marks = new ArrayList<>();
    for (Result row : tables.get(ViewTable.RESOURCES, several)) {
      marks.addAll(marks(ResourceRow.newestFirst(row)));
    }
    if (!marks.isEmpty()) {
      write(marks);
    }
  }

  private void write(List<Put> marks) throws SinkException {
    for (Object result : tables.put(ViewTable.CHARTS, marks)) {
      if (result instanceof Exception failure) {
        throw HBaseErrors.exception(failure);
      }
    }
  }

  private List<Put> marks(List<ResourceHead> versions) {
    Set<ResourceId> all = versions.stream().map(ResourceHead::key).collect(Collectors.toSet());
    return versions.stream()
        .flatMap(
            version ->
                all.stream()
                    .filter(key -> !key.equals(version.key()))
                    .map(key -> mark(key, version)))
        .toList();
  }

  private Put mark(ResourceId key, ResourceHead version) {
    long timestamp = version.version().value();
    return new Put(tables.keys().chart(key, version.id()))
        .addColumn(FAMILY, BODY, timestamp, VOID)
        .addColumn(FAMILY, HEAD, timestamp, CellHead.moved().encode());
  }
}
