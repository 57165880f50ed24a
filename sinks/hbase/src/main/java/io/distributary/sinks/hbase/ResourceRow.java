package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ResourceHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;

/** A row of {@code resources}: which versions there are, and under which key. */
final class ResourceRow {
  private static final Comparator<ResourceHead> BY_VERSION =
      Comparator.comparing(ResourceHead::version);

  private ResourceRow() {}

  /** Asks for the newest version under each key. */
  static Get get(ResourceId id) {
    return new Get(RowKeys.resource(id)).addFamily(FAMILY);
  }

  /** Asks for the newest version under one key below another version. */
  static Get getBelow(ResourceId id, ResourceId key, Version version) {
    try {
      return new Get(RowKeys.resource(id))
          .addColumn(FAMILY, RowKeys.bytes(key.toString()))
          .setTimeRange(0, version.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same of the newest alone. */
  static Optional<ChartRow> newest(Result row) {
    return versions(row).max(Comparator.comparing(ChartRow::version));
  }

  /** The newest of what was read; empty when the view never saw the resource. */
  static Optional<ResourceHead> current(Result row) {
    return heads(row).max(BY_VERSION);
  }

  private static Stream<ResourceHead> heads(Result row) {
    return versions(row).map(version -> version.stored().head());
  }

  /** All that was read, in no order, as versions whose bodies are to be fetched. */
  static Stream<ChartRow> versions(Result row) {
    return row.isEmpty() ? Stream.empty() : row.listCells().stream().flatMap(ResourceRow::version);
  }

  /** Nothing of what somebody else wrote: named otherwise. */
  private static Stream<ChartRow> version(Cell cell) {
    Optional<ResourceId> id = ResourceId.tryParse(RowKeys.text(CellUtil.cloneRow(cell)));
    Optional<ResourceId> key = ResourceId.tryParse(RowKeys.text(CellUtil.cloneQualifier(cell)));
    return id.isEmpty() || key.isEmpty()
        ? Stream.empty()
        : Stream.of(
            ChartRow.of(
                key.get(),
                id.get(),
                new Version(cell.getTimestamp()),
                CellHead.decode(CellUtil.cloneValue(cell))));
  }
}
