package io.distributary.sinks.hbase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.distributary.sink.InvalidConfigException;
import java.time.Duration;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class HBaseConfigTest {
  @Test
  void whatIsNotGivenHasADefaultAndEveryWaitIsBounded() {
    // When
    HBaseConfig config = new HBaseConfig("zk-1:2181,zk-2:2181", null, null, null, null, null, null);

    // Then
    Configuration client = config.client();
    assertThat(config.tablePrefix()).isEqualTo("distributary");
    assertThat(config.saltBuckets()).isEqualTo(8);
    assertThat(client.get("hbase.zookeeper.quorum")).isEqualTo("zk-1:2181,zk-2:2181");
    assertThat(client.getInt("hbase.client.operation.timeout", 0)).isEqualTo(15_000);
    assertThat(client.getInt("hbase.rpc.timeout", 0)).isEqualTo(5_000);
  }

  @Test
  void allProblemsAreSaidAtOnce() {
    // When
    InvalidConfigException e =
        catchThrowableOfType(
            InvalidConfigException.class,
            () ->
                new HBaseConfig(
                    null, "hbase", "../charts", 0, Duration.ZERO, Duration.ofDays(1), null));

    // Then
    assertThat(e.problems())
        .extracting(InvalidConfigException.Problem::path)
        .containsExactly(
            "quorum", "znode", "tablePrefix", "saltBuckets", "operationTimeout", "rpcTimeout");
  }

  @Test
  void aQuorumHasPorts() {
    assertThat(
            catchThrowableOfType(
                InvalidConfigException.class,
                () -> new HBaseConfig("zk-1,zk-2", null, null, null, null, null, null)))
        .hasMessageContaining("host:port");
  }
}
