package io.distributary.sinks.hbase;

import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;

/**
 * One version of one cell.
 *
 * @param column see {@link RowKeys#text}
 * @param value likewise
 */
record StoredCell(RowAt at, String column, long version, String value) {
  static Stream<StoredCell> of(ViewTable table, Result row) {
    return row.isEmpty() ? Stream.empty() : Arrays.stream(row.rawCells()).map(c -> of(table, c));
  }

  static Stream<StoredCell> of(ViewTable table, Mutation mutation) {
    return mutation.getFamilyCellMap().values().stream()
        .flatMap(cells -> cells.stream())
        .map(cell -> of(table, cell));
  }

  private static StoredCell of(ViewTable table, Cell cell) {
    return new StoredCell(
        RowAt.of(table, CellUtil.cloneRow(cell)),
        RowKeys.text(CellUtil.cloneQualifier(cell)),
        cell.getTimestamp(),
        RowKeys.text(CellUtil.cloneValue(cell)));
  }

  /** The same with any value. */
  StoredCell place() {
    return new StoredCell(at, column, version, "");
  }

  /** Deletes this version alone: the marker masks no other. */
  void deleteBy(Delete delete) {
    delete.addColumn(HBaseSchema.FAMILY, RowKeys.raw(column), version);
  }

  /** The row only. */
  @Override
  public String toString() {
    return at.name();
  }
}
