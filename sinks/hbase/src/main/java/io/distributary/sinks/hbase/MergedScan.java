package io.distributary.sinks.hbase;

import io.distributary.sink.SinkException;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.hadoop.hbase.client.Result;
import org.jspecify.annotations.Nullable;

/** Several scans, which begin together, as one in the order of the rows without their salt. */
final class MergedScan implements ScannedRows {
  private record Next(Result row, String text, PagedScan scan) {}

  private final List<PagedScan> scans;
  private final PriorityQueue<Next> heads = new PriorityQueue<>(Comparator.comparing(Next::text));
  private final boolean salted;
  private boolean begun;
  private @Nullable PagedScan taken;

  /**
   * @param salted whether the rows begin with a salt; if not, there is one scan
   */
  MergedScan(List<PagedScan> scans, boolean salted) {
    this.scans = scans;
    this.salted = salted;
  }

  @Override
  public @Nullable Result next() throws SinkException {
    if (!begun) {
      begun = true;
      scans.forEach(PagedScan::begin);
      for (PagedScan scan : scans) {
        advance(scan);
      }
    } else if (taken != null) {
      advance(taken);
    }
    Next next = heads.poll();
    taken = next == null ? null : next.scan;
    return next == null ? null : next.row;
  }

  private void advance(PagedScan scan) throws SinkException {
    Result row = scan.next();
    if (row != null) {
      String text = salted ? RowKeys.unsalted(row.getRow()) : "";
      heads.add(new Next(row, text, scan));
    }
  }

  @Override
  public void close() {
    scans.forEach(PagedScan::close);
  }
}
