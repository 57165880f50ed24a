package io.distributary.sinks.hbase;

import java.util.Arrays;
import org.apache.hadoop.hbase.client.Scan;

/**
 * A contiguous range of rows.
 *
 * @param start the first row
 * @param startIncluded whether the first row is in the range
 * @param stop the last row; empty: the end of the table
 * @param stopIncluded whether the last row is in the range
 */
record RowRange(byte[] start, boolean startIncluded, byte[] stop, boolean stopIncluded) {
  static final RowRange EVERYTHING = between(new byte[0], new byte[0]);

  static RowRange one(byte[] row) {
    return new RowRange(row, true, row, true);
  }

  static RowRange between(byte[] start, byte[] stop) {
    return new RowRange(start, true, stop, false);
  }

  static RowRange prefix(byte[] prefix) {
    Scan scan = new Scan().setStartStopRowForPrefixScan(prefix);
    return between(scan.getStartRow(), scan.getStopRow());
  }

  boolean endsWith(byte[] row) {
    return stopIncluded && Arrays.equals(stop, row);
  }

  /** What is left of it behind a row. */
  RowRange behind(byte[] row) {
    return new RowRange(row, false, stop, stopIncluded);
  }
}
