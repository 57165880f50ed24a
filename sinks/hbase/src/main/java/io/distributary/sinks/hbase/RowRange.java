package io.distributary.sinks.hbase;

import org.apache.hadoop.hbase.client.Scan;

/**
 * A contiguous range of rows.
 *
 * @param start the first row, included
 * @param stop the last row; empty: the end of the table
 * @param stopIncluded whether the last row is in the range
 */
record RowRange(byte[] start, byte[] stop, boolean stopIncluded) {
  static final RowRange EVERYTHING = between(new byte[0], new byte[0]);

  static RowRange one(byte[] row) {
    return new RowRange(row, row, true);
  }

  static RowRange between(byte[] start, byte[] stop) {
    return new RowRange(start, stop, false);
  }

  static RowRange prefix(byte[] prefix) {
    Scan scan = new Scan().setStartStopRowForPrefixScan(prefix);
    return between(scan.getStartRow(), scan.getStopRow());
  }

  Scan scan() {
    return new Scan().withStartRow(start).withStopRow(stop, stopIncluded);
  }
}
