package io.distributary.servers.hbase;

import static io.distributary.servers.ServerKind.HBASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.servers.testing.HbaseAddress;
import io.distributary.servers.testing.Needs;
import io.distributary.servers.testing.PrivateServer;
import io.distributary.servers.testing.Servers;
import io.distributary.servers.testing.TestNamespace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.ColumnFamilyDescriptorBuilder;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableDescriptorBuilder;
import org.junit.jupiter.api.Test;

@Needs(HBASE)
class HbaseServerIT {
  private static final byte[] FAMILY = bytes("f");

  private final TableName charts = TableName.valueOf(TestNamespace.of(HbaseServerIT.class).name());

  @Test
  void whatWasPutIsScannedInOrder() throws Exception {
    // Given
    HbaseAddress hbase = Servers.hbase();
    List<String> rows = rows(10);

    // When
    createTable(hbase);
    put(hbase, rows);

    // Then
    assertThat(scan(hbase)).isEqualTo(rows);
  }

  @Test
  void noLogShowsWhatPeopleSent() throws Exception {
    // Given
    String canary = "Canary" + charts;
    createTable(Servers.hbase());

    // When
    put(Servers.hbase(), List.of(canary));
    try (Connection connection = connect(Servers.hbase());
        Table table = connection.getTable(charts)) {
      Put wrongFamily = new Put(bytes(canary)).addColumn(bytes("missing"), FAMILY, bytes(canary));
      assertThatThrownBy(() -> table.put(wrongFamily)).isInstanceOf(IOException.class);
    }

    // Then
    assertThat(Servers.log(HBASE)).doesNotContain(canary);
  }

  @Test
  void acknowledgedPutsSurviveAKill() throws Exception {
    try (PrivateServer<HbaseAddress> server = PrivateServer.hbase()) {
      // Given
      HbaseAddress hbase = server.address();
      List<String> rows = rows(1_000);
      createTable(hbase);
      put(hbase, rows);

      // When
      server.kill();
      server.restart();

      // Then
      assertThat(scan(hbase)).isEqualTo(rows);
    }
  }

  private static List<String> rows(int count) {
    return IntStream.range(0, count).mapToObj("row%04d"::formatted).toList();
  }

  private void createTable(HbaseAddress hbase) throws Exception {
    try (Connection connection = connect(hbase);
        Admin admin = connection.getAdmin()) {
      admin.createTable(
          TableDescriptorBuilder.newBuilder(charts)
              .setColumnFamily(ColumnFamilyDescriptorBuilder.of(FAMILY))
              .build());
    }
  }

  private void put(HbaseAddress hbase, List<String> rows) throws Exception {
    try (Connection connection = connect(hbase);
        Table table = connection.getTable(charts)) {
      table.put(
          rows.stream()
              .map(row -> new Put(bytes(row)).addColumn(FAMILY, FAMILY, bytes(row)))
              .toList());
    }
  }

  private List<String> scan(HbaseAddress hbase) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect(hbase);
        Table table = connection.getTable(charts);
        ResultScanner scanner = table.getScanner(new Scan())) {
      for (Result result : scanner) {
        rows.add(new String(result.getRow(), StandardCharsets.UTF_8));
      }
    }
    return rows;
  }

  private static Connection connect(HbaseAddress hbase) throws Exception {
    Configuration client = HBaseConfiguration.create();
    client.set("hbase.zookeeper.quorum", hbase.zookeeperQuorum());
    client.setInt("hbase.zookeeper.property.clientPort", hbase.zookeeperPort());
    client.setInt("hbase.client.operation.timeout", 90_000);
    return ConnectionFactory.createConnection(client);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
