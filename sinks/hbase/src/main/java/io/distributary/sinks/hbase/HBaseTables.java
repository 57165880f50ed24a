package io.distributary.sinks.hbase;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sinks.hbase.HBaseSchema.ViewTable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
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
  private static final Logger LOG = LoggerFactory.getLogger(HBaseTables.class);

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
      throw HBaseErrors.TIMED_OUT.exception(e);
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
    return ReadContext.of("sink", clock.instant().plus(config.tableTimeout()), clock);
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
    return get(name, gets, callTime(context));
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
      AsyncTable<AdvancedScanResultConsumer> table = openForScan(name, callTime(context));
      new TableScan(table, rows, name.salted(), context, held, visitor).run(ranges);
    }
  }

  /** Makes the tables go, and with them the view's revision. */
  void drop() throws SinkException {
    schema.drop(connection, config.tableTimeout());
  }

  /** What is left of the caller's time, at most what one call may take. */
  private Duration callTime(ReadContext context) throws SinkException {
    context.requireWanted();
    Duration left = context.timeLeft();
    return left.compareTo(config.operationTimeout()) < 0 ? left : config.operationTimeout();
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
