package io.distributary.sinks.hbase;

import io.distributary.sink.SinkException;
import org.apache.hadoop.hbase.client.Result;
import org.jspecify.annotations.Nullable;

/** What a scan, or several as one, hand over row by row. */
interface ScannedRows extends AutoCloseable {
  /** The next row; null at the end. */
  @Nullable Result next() throws SinkException;

  @Override
  void close();
}
