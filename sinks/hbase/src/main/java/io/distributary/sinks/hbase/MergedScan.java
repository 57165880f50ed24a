package io.distributary.sinks.hbase;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.jspecify.annotations.Nullable;

/** Several scans as one, in the order of the rows without their salt. */
final class MergedScan implements AutoCloseable {
  private record Next(Result row, String text, ResultScanner scanner) {}

  private final List<ResultScanner> scanners = new ArrayList<>();
  private final PriorityQueue<Next> heads = new PriorityQueue<>(Comparator.comparing(Next::text));
  private final boolean salted;
  private @Nullable ResultScanner taken;

  /**
   * @param salted whether the rows begin with a salt, when there are several scans
   */
  MergedScan(Table table, List<Scan> scans, boolean salted) throws IOException {
    this.salted = salted && scans.size() > 1;
    try {
      for (Scan scan : scans) {
        ResultScanner scanner = table.getScanner(scan);
        scanners.add(scanner);
        advance(scanner);
      }
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The next row; null at the end. */
  @Nullable Result next() throws IOException {
    if (taken != null) {
      advance(taken);
    }
    Next next = heads.poll();
    taken = next == null ? null : next.scanner;
    return next == null ? null : next.row;
  }

  private void advance(ResultScanner scanner) throws IOException {
    Result row = scanner.next();
    if (row != null) {
      String text = salted ? RowKeys.unsalted(row.getRow()) : "";
      heads.add(new Next(row, text, scanner));
    }
  }

  /**
   * Tells HBase, also on a thread that was interrupted between two rows: to close is a call, and
   * none is made while a thread says that it is interrupted.
   */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      scanners.forEach(ResultScanner::close);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
