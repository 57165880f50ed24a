package io.distributary.sinks.hbase;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hbase.thirdparty.com.google.common.util.concurrent.MoreExecutors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every call to HBase: bounded in time, and its exceptions put into the contract's words. */
final class HBaseTables implements AutoCloseable {
  static final Reason DEADLINE =
      new Reason("deadline-passed", "The caller's time was over before HBase had answered.");
  private static final Logger LOG = LoggerFactory.getLogger(HBaseTables.class);

  /** The most rows that one answer to a scan holds. */
  private static final int SCAN_ROWS = 500;

  /**
   * The most bytes, of all open scans of a read together: first as much as every read has, then
   * more when there is memory. A row is not cut by them: one more comes, at most 4 MiB.
   */
  static final long FIRST_PAGE = Reservation.FIRST;

  static final long LATER_PAGE = 1 << 20;
  private static final long LEAST_PAGE = 8 << 10;

  /** Takes one row after the other, as {@link io.distributary.sink.Visitor} does. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(Result row) throws SinkException;
  }

  /**
   * What one call asks of several servers at once is asked by these threads: a table that is given
   * none makes and ends one of its own.
   */
  private final ExecutorService batches = Executors.newCachedThreadPool(HBaseTables::daemon);

  /** A scan waits for one server, and can do so on the thread that reads. */
  private final ExecutorService inPlace = MoreExecutors.newDirectExecutorService();

  private final Connection connection;
  private final HBaseSchema schema;
  private final HBaseConfig config;
  private final Clock clock;

  HBaseTables(Connection connection, HBaseSchema schema, HBaseConfig config, Clock clock) {
    this.connection = connection;
    this.schema = schema;
    this.config = config;
    this.clock = clock;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "hbase-batch");
    thread.setDaemon(true);
    return thread;
  }

  RowKeys keys() {
    return schema.keys();
  }

  /**
   * Writes all that it can; durable when it returns.
   *
   * @return for each mutation a {@link Result}, or the {@link Throwable} that it failed with
   */
  Object[] write(ViewTable name, List<? extends Mutation> mutations) throws SinkException {
    Object[] results = new Object[mutations.size()];
    try (Table table = open(name, config.operationTimeout(), batches)) {
      table.batch(mutations, results);
    } catch (RetriesExhaustedWithDetailsException e) {
      return itemByItem(results, e);
    } catch (IOException | IllegalArgumentException e) {
      throw HBaseErrors.exception(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SinkException(Action.RETRY, HBaseErrors.TIMEOUT, e);
    }
    return results;
  }

  /** Writes all, or fails. */
  void writeAll(ViewTable name, List<? extends Mutation> mutations) throws SinkException {
    if (mutations.isEmpty()) {
      return;
    }
    for (Object result : write(name, mutations)) {
      if (result instanceof Exception failure) {
        throw HBaseErrors.exception(failure);
      }
    }
  }

  /** Drops what delete markers mask from the regions of some rows, and the markers with it. */
  void compact(ViewTable name, Collection<byte[]> rows) throws SinkException {
    if (!rows.isEmpty()) {
      schema.compact(connection, name, rows, config.tableTimeout());
    }
  }

  /** For the sink's own reads, of which several make one call. */
  ReadContext own() {
    return new ReadContext(
        "sink", clock.instant().plus(config.tableTimeout()), Integer.MAX_VALUE, Long.MAX_VALUE);
  }

  private static Object[] itemByItem(Object[] results, Throwable failure) {
    for (int i = 0; i < results.length; i++) {
      if (results[i] == null) {
        results[i] = failure;
      }
    }
    return results;
  }

  /** Rows in the order of the gets, empty where there is none. */
  Result[] get(ViewTable name, List<Get> gets) throws SinkException {
    return get(name, gets, config.operationTimeout());
  }

  Result[] get(ViewTable name, List<Get> gets, ReadContext context) throws SinkException {
    return get(name, gets, remaining(context));
  }

  private Result[] get(ViewTable name, List<Get> gets, Duration time) throws SinkException {
    try (Table table = open(name, time, batches)) {
      return gets.isEmpty() ? new Result[0] : table.get(gets);
    } catch (IOException | IllegalArgumentException e) {
      throw HBaseErrors.exception(e);
    }
  }

  /**
   * Reads ranges that do not overlap as if they were one, in the order of the rows without their
   * salt, a few rows at a time: memory is bounded whatever the ranges hold, and taken from the
   * read's reservation. Small pages come first. A scanner whose lease ended behind a slow visitor
   * is opened again by the client behind the last row.
   *
   * @param rows what to read of each row; its own range is not used
   * @throws io.distributary.sink.BudgetExceededException when there is no memory for the next page
   */
  void scan(
      ViewTable name, List<RowRange> ranges, Scan rows, ReadContext context, RowVisitor visitor)
      throws SinkException {
    try (Held held = new Held(context.reservation())) {
      long page = Math.max(LEAST_PAGE, FIRST_PAGE / ranges.size());
      held.hold(page * ranges.size());
      Reading first = new Reading(ranges, page, ranges.size() == 1 ? FIRST_PAGE : Long.MAX_VALUE);
      byte[] last = first.run(name, rows, context, held, visitor);
      if (last != null && !ranges.get(0).endsWith(last)) {
        List<RowRange> rest = List.of(ranges.get(0).behind(last));
        boolean larger = held.tryHold(LATER_PAGE);
        new Reading(rest, larger ? LATER_PAGE : FIRST_PAGE, Long.MAX_VALUE)
            .run(name, rows, context, held, visitor);
      }
    }
  }

  /**
   * A scan with pages of one size.
   *
   * @param page bytes, of each range
   * @param enough bytes after which it ends between two rows
   */
  private final class Reading {
    private final List<RowRange> ranges;
    private final long page;
    private final long enough;

    Reading(List<RowRange> ranges, long page, long enough) {
      this.ranges = ranges;
      this.page = page;
      this.enough = enough;
    }

    /** The last row, when there may be more behind it. */
    byte @Nullable [] run(
        ViewTable name, Scan rows, ReadContext context, Held held, RowVisitor visitor)
        throws SinkException {
      List<Scan> scans = ranges.stream().map(range -> bounded(range, rows, page)).toList();
      long visited = 0;
      long largest = 0;
      try (Table table = open(name, remaining(context), inPlace);
          MergedScan merged = new MergedScan(table, scans, name.salted())) {
        for (Result row = merged.next(); row != null; row = merged.next()) {
          long bytes = Result.getTotalSizeOfCells(row);
          if (bytes > largest) {
            largest = bytes;
            held.hold(page * ranges.size() + (largest > page ? largest : 0));
          }
          if (!visitor.visit(row)) {
            return null;
          }
          visited += bytes;
          if (visited >= enough) {
            return row.getRow();
          }
          checkWanted(context);
        }
        return null;
      } catch (IOException e) {
        throw HBaseErrors.exception(e);
      }
    }
  }

  /** Ends a read whose caller has given up. */
  private void checkWanted(ReadContext context) throws SinkException {
    checkTime(context);
    if (Thread.currentThread().isInterrupted()) {
      throw new SinkException(Action.RETRY, HBaseErrors.TIMEOUT, null);
    }
  }

  private static Scan bounded(RowRange range, Scan rows, long page) {
    try {
      return new Scan(rows)
          .withStartRow(range.start(), range.startIncluded())
          .withStopRow(range.stop(), range.stopIncluded())
          .setCaching(SCAN_ROWS)
          .setMaxResultSize(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes the tables go, and with them the view's revision. */
  void drop() throws SinkException {
    schema.drop(connection, config.tableTimeout());
  }

  /**
   * What is left of the caller's time, at most a call's.
   *
   * @throws SinkException when nothing is left
   */
  private Duration remaining(ReadContext context) throws SinkException {
    checkTime(context);
    Duration left = context.remaining(clock);
    return left.compareTo(config.operationTimeout()) < 0 ? left : config.operationTimeout();
  }

  private void checkTime(ReadContext context) throws SinkException {
    if (!clock.instant().isBefore(context.deadline())) {
      throw new SinkException(Action.RETRY, DEADLINE, null);
    }
  }

  private Table open(ViewTable name, Duration time, ExecutorService threads) {
    int millis = Math.toIntExact(time.toMillis());
    int rpc = (int) Math.min(millis, config.rpcTimeout().toMillis());
    return connection
        .getTableBuilder(schema.name(name), threads)
        .setOperationTimeout(millis)
        .setRpcTimeout(rpc)
        .setReadRpcTimeout(rpc)
        .setWriteRpcTimeout(rpc)
        .build();
  }

  @Override
  public void close() {
    batches.shutdown();
    close(connection);
  }

  static void close(Connection connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.warn("A connection to HBase did not close cleanly: {}", e.getClass().getName());
    }
  }
}
