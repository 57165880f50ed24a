package io.distributary.sinks.hbase;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.distributary.sink.Readers;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.hbase.client.AsyncConnection;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/** The plugin {@code hbase}. */
public final class HBasePlugin implements SinkPlugin<HBaseConfig> {
  @Override
  public String type() {
    return "hbase";
  }

  @Override
  public int contract() {
    return CONTRACT;
  }

  @Override
  public Class<HBaseConfig> configType() {
    return HBaseConfig.class;
  }

  @Override
  public Sink<ChartEntry> open(HBaseConfig config, SinkContext context) throws SinkException {
    Connection connection = connect(config);
    try {
      requireCluster(connection);
      HBaseSchema schema =
          new HBaseSchema(config.tablePrefix(), context.suffix(), config.saltBuckets());
      schema.create(connection, config.tableTimeout());
      return sink(
          new HBaseTables(connection, connectForScans(config), schema, config, context.clock()));
    } catch (SinkException | RuntimeException e) {
      HBaseTables.close(connection);
      throw e;
    }
  }

  static Sink<ChartEntry> sink(HBaseTables tables) {
    HBaseReader reader = new HBaseReader(tables);
    return Sink.of(
            new HBaseProjection(),
            new HBaseWriter(tables),
            new HBaseRepair(tables),
            new HBaseMaintenance(tables))
        .readers(
            Readers.none()
                .withResource(reader)
                .withChart(reader)
                .withHistory(reader)
                .withNativeQuery(new HBaseNativeQuery(tables)))
        .closing(tables::close)
        .build();
  }

  /** Without it, every table would be looked for until the operation's time-out. */
  private static void requireCluster(Connection connection) throws SinkException {
    if (connection.getClusterId() == null) {
      throw HBaseErrors.UNREACHABLE.exception();
    }
  }

  private static Connection connect(HBaseConfig config) throws SinkException {
    try {
      return ConnectionFactory.createConnection(config.client());
    } catch (IOException e) {
      throw HBaseErrors.exception(e);
    }
  }

  private static AsyncConnection connectForScans(HBaseConfig config) throws SinkException {
    CompletableFuture<AsyncConnection> coming =
        ConnectionFactory.createAsyncConnection(config.client());
    try {
      return coming.get(config.operationTimeout().toMillis(), MILLISECONDS);
    } catch (ExecutionException e) {
      throw HBaseErrors.exception(e);
    } catch (TimeoutException e) {
      coming.thenAccept(HBaseTables::close);
      throw HBaseErrors.exception(e);
    } catch (InterruptedException e) {
      coming.thenAccept(HBaseTables::close);
      Thread.currentThread().interrupt();
      throw HBaseErrors.TIMED_OUT.exception(e);
    }
  }
}
