package io.distributary.servers.hbase;

import io.distributary.servers.boot.Heartbeat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;

/** The first real operation of an HBase: a table of its own, one put, one get. */
final class FirstTable {
  private static final TableName NAME = TableName.valueOf("distributary_server_ready");
  private static final byte[] FAMILY = bytes("f");
  private static final byte[] ROW = bytes("row");

  private FirstTable() {}

  /**
   * Retries until it succeeds: a starting master refuses, and so do regions that are not assigned
   * yet.
   */
  static void writeAndRead() throws IOException {
    try (Connection connection = ConnectionFactory.createConnection(client(120_000))) {
      create(connection);
      putAndGet(connection);
    }
  }

  /** Asks for the row again, through one connection that is kept. */
  @SuppressWarnings("resource") // it ends with this process
  static Heartbeat.Operation look() throws IOException {
    Connection connection = ConnectionFactory.createConnection(client(30_000));
    return () -> {
      try (Table table = connection.getTable(NAME)) {
        table.exists(new Get(ROW));
      }
    };
  }

  private static Configuration client(int patienceMillis) {
    Configuration client = HBaseConfiguration.create();
    client.setInt("hbase.client.retries.number", 600);
    client.setInt("hbase.client.pause", 200);
    client.setInt("hbase.client.operation.timeout", patienceMillis);
    client.setInt("hbase.client.meta.operation.timeout", patienceMillis);
    return client;
  }

  private static void create(Connection connection) throws IOException {
    try (Admin admin = connection.getAdmin()) {
      if (!admin.tableExists(NAME)) {
        admin.createTable(
            TableDescriptorBuilder.newBuilder(NAME)
                .setColumnFamily(ColumnFamilyDescriptorBuilder.of(FAMILY))
                .build());
      }
    }
  }

  private static void putAndGet(Connection connection) throws IOException {
    try (Table table = connection.getTable(NAME)) {
      table.put(new Put(ROW).addColumn(FAMILY, FAMILY, ROW));
      if (table.get(new Get(ROW)).isEmpty()) {
        throw new IOException("The row that was put cannot be got");
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
