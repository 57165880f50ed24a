package io.distributary.sinks.hbase;

import static io.distributary.sinks.hbase.HBaseSchema.FAMILY;

import io.distributary.schemas.Version;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.client.Result;

/**
 * The newest of every cell that the view holds of a resource, but for its dates.
 *
 * @param row of {@code resources}
 * @param charts its rows under all of its keys
 */
record HeldResource(Result row, List<Result> charts) {
  String name() {
    return RowAt.of(ViewTable.RESOURCES, row.getRow()).name();
  }

  /** The greatest that any cell has. */
  Version version() {
    return new Version(cells().mapToLong(Cell::getTimestamp).max().orElse(0));
  }

  private Stream<Cell> cells() {
    return Stream.concat(Stream.of(row), charts.stream())
        .filter(result -> !result.isEmpty())
        .flatMap(result -> Arrays.stream(result.rawCells()));
  }

  /**
   * The one row of {@code charts} that is not moved; empty when the tables do not agree, or hold
   * what this sink does not write.
   */
  Optional<ChartRow> current() {
    List<ChartRow> rows = charts.stream().flatMap(result -> ChartRow.of(result).stream()).toList();
    List<ChartRow> here = rows.stream().filter(r -> !r.head().isMoved()).toList();
    boolean agreed =
        here.size() == 1
            && rows.size() == charts.size()
            && isNamed(here.get(0))
            && charts.stream().allMatch(this::isNewest);
    return agreed ? Optional.of(here.get(0)) : Optional.empty();
  }

  private boolean isNamed(ChartRow current) {
    Cell head = row.getColumnLatestCell(FAMILY, RowKeys.bytes(current.key().toString()));
    return head != null
        && head.getTimestamp() == current.version().value()
        && Arrays.equals(
            row.getValue(FAMILY, RowKeys.bytes(current.key().toString())), current.head().encode());
  }

  /** A head and a body, and both of the newest version. */
  private boolean isNewest(Result chart) {
    long newest = version().value();
    return chart.size() == 2
        && Arrays.stream(chart.rawCells()).allMatch(cell -> cell.getTimestamp() == newest);
  }
}
