package io.distributary.sinks.hbase;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Reservation;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.hbase.client.AdvancedScanResultConsumer;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.AsyncTable;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Mutation;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.RetriesExhaustedWithDetailsException;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
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

  /** The one that is visited, and the one behind it. */
  static final long PAGES_AHEAD = 2;

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

  private final Connection connection;
  private final AsyncConnection scanning;
  private final HBaseSchema schema;
  private final HBaseConfig config;
  private final Clock clock;

  /**
   * @param scanning the same cluster, for scans
   */
  HBaseTables(
      Connection connection,
      AsyncConnection scanning,
      HBaseSchema schema,
      HBaseConfig config,
      Clock clock) {
    this.connection = connection;
    this.scanning = scanning;
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
    try (Table table = open(name, config.operationTimeout())) {
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
    try (Table table = open(name, time)) {
      return gets.isEmpty() ? new Result[0] : table.get(gets);
    } catch (IOException | IllegalArgumentException e) {
      throw HBaseErrors.exception(e);
    }
  }

  /**
   * Reads ranges that do not overlap as if they were one, in the order of the rows without their
   * salt, a few rows at a time: memory is bounded whatever the ranges hold, and taken from the
   * read's reservation. Small pages come first; behind those of a single range larger ones, each
   * fetched while the one before it is visited.
   *
   * @param rows what to read of each row; its own range is not used
   * @throws io.distributary.sink.BudgetExceededException when there is no memory for the next page
   */
  void scan(
      ViewTable name, List<RowRange> ranges, Scan rows, ReadContext context, RowVisitor visitor)
      throws SinkException {
    try (Held held = new Held(context.reservation())) {
      Scanning scanning = new Scanning(name, rows, context, held, visitor);
      if (ranges.size() == 1) {
        scanning.one(ranges.get(0));
      } else {
        scanning.merged(ranges);
      }
    }
  }

  /** One read, which may be several scans. */
  private final class Scanning {
    private final ViewTable name;
    private final Scan rows;
    private final ReadContext context;
    private final Held held;
    private final RowVisitor visitor;
    private final AsyncTable<AdvancedScanResultConsumer> table;

    Scanning(ViewTable name, Scan rows, ReadContext context, Held held, RowVisitor visitor)
        throws SinkException {
      this.name = name;
      this.rows = rows;
      this.context = context;
      this.held = held;
      this.visitor = visitor;
      this.table = openForScan(name, remaining(context));
    }

    void merged(List<RowRange> ranges) throws SinkException {
      long page = Math.max(LEAST_PAGE, FIRST_PAGE / ranges.size());
      long pages = page * ranges.size();
      held.hold(pages);
      List<PagedScan> scans =
          ranges.stream().map(range -> scan(range, page, false, Long.MAX_VALUE)).toList();
      try (MergedScan merged = new MergedScan(scans, name.salted())) {
        visit(merged, page, pages);
      }
    }

    void one(RowRange range) throws SinkException {
      held.hold(FIRST_PAGE);
      try (PagedScan first = scan(range, FIRST_PAGE, false, FIRST_PAGE)) {
        Optional<RowRange> rest =
            first.cutAt().filter(last -> !range.endsWith(last)).map(range::behind);
        if (rest.isEmpty()) {
          visit(first, FIRST_PAGE, FIRST_PAGE);
        } else {
          visit(first, rest.get());
        }
      }
    }

    /** With memory for it the rest is on its way while the first page is visited. */
    private void visit(PagedScan first, RowRange rest) throws SinkException {
      boolean larger = held.tryHold(PAGES_AHEAD * LATER_PAGE);
      long page = larger ? LATER_PAGE : FIRST_PAGE;
      long pages = larger ? PAGES_AHEAD * LATER_PAGE : FIRST_PAGE;
      try (PagedScan second = scan(rest, page, larger, Long.MAX_VALUE)) {
        if (larger) {
          second.begin();
        }
        if (visit(first, FIRST_PAGE, pages)) {
          visit(second, page, pages);
        }
      }
    }

    private PagedScan scan(RowRange range, long page, boolean ahead, long enough) {
      return new PagedScan(
          ahead,
          enough,
          () -> left(context),
          consumer -> table.scan(bounded(range, rows, page), consumer));
    }

    /**
     * Whether more rows are wanted behind these.
     *
     * @param page in bytes; a row that is larger is held beside the pages
     * @param pages bytes that are held already
     */
    private boolean visit(Rows scanned, long page, long pages) throws SinkException {
      long largest = page;
      for (Result row = scanned.next(); row != null; row = scanned.next()) {
        long bytes = Result.getTotalSizeOfCells(row);
        if (bytes > largest) {
          largest = bytes;
          held.hold(pages + largest);
        }
        if (!visitor.visit(row)) {
          return false;
        }
        checkWanted(context);
      }
      return true;
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

  /**
   * All that is left of the caller's time.
   *
   * @throws SinkException when nothing is left
   */
  private Duration left(ReadContext context) throws SinkException {
    checkTime(context);
    return context.remaining(clock);
  }

  private AsyncTable<AdvancedScanResultConsumer> openForScan(ViewTable name, Duration time) {
    long millis = time.toMillis();
    return scanning
        .getTableBuilder(schema.name(name))
        .setOperationTimeout(millis, MILLISECONDS)
        .setScanTimeout(Math.min(millis, config.scannerTimeout().toMillis()), MILLISECONDS)
        .setReadRpcTimeout(Math.min(millis, config.rpcTimeout().toMillis()), MILLISECONDS)
        .build();
  }

  private Table open(ViewTable name, Duration time) {
    int millis = Math.toIntExact(time.toMillis());
    int rpc = (int) Math.min(millis, config.rpcTimeout().toMillis());
    return connection
        .getTableBuilder(schema.name(name), batches)
        .setOperationTimeout(millis)
        .setRpcTimeout(rpc)
        .setReadRpcTimeout(rpc)
        .setWriteRpcTimeout(rpc)
        .build();
  }

  @Override
  public void close() {
    batches.shutdown();
    close(scanning);
    close(connection);
  }

  static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.warn("A connection to HBase did not close cleanly: {}", e.getClass().getName());
    }
  }
}
