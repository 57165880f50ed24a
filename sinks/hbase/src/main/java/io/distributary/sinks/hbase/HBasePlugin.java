package io.distributary.sinks.hbase;

import io.distributary.sink.Action;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkPlugin;
import java.io.IOException;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;

/** The plugin {@code hbase}. */
public final class HBasePlugin implements SinkPlugin<HBaseConfig> {
  @Override
  public String type() {
    return "hbase";
  }

  @Override
  public Class<HBaseConfig> configType() {
    return HBaseConfig.class;
  }

  @Override
  public Sink<?> open(HBaseConfig config, SinkContext context) throws SinkException {
    Connection connection = connect(config);
    try {
      requireCluster(connection);
      HBaseSchema schema =
          new HBaseSchema(config.tablePrefix(), context.suffix(), config.saltBuckets());
      schema.create(connection, config.tableTimeout());
      return new HBaseSink(new HBaseTables(connection, schema, config, context.clock()));
    } catch (SinkException | RuntimeException e) {
      HBaseTables.close(connection);
      throw e;
    }
  }

  /** Without it, every table would be looked for until the operation's time-out. */
  private static void requireCluster(Connection connection) throws SinkException {
    if (connection.getClusterId() == null) {
      throw new SinkException(Action.RETRY, HBaseErrors.UNREACHABLE, null);
    }
  }

  private static Connection connect(HBaseConfig config) throws SinkException {
    try {
      return ConnectionFactory.createConnection(config.client());
    } catch (IOException e) {
      throw HBaseErrors.exception(e);
    }
  }
}
