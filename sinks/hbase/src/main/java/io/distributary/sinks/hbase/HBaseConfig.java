package io.distributary.sinks.hbase;

import io.distributary.sink.ConfigProblems;
import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;

/**
 * How to reach HBase, and where the view lies in it.
 *
 * @param quorum the ZooKeeper servers of the cluster, {@code host:port}, joined by commas
 * @param znode the cluster's root in ZooKeeper; default {@code /hbase}
 * @param tablePrefix what the names of the view's tables begin with; default {@code distributary}
 * @param saltBuckets how many regions a table starts with, 1 to 256; default 8. Fixed when the
 *     tables are made: another number needs a rebuild
 * @param operationTimeout for a whole call of the client, its own repetitions included; default 15
 *     s
 * @param rpcTimeout for one exchange with a server; default 5 s
 * @param scannerTimeout for the next rows of a scan; default 15 s
 */
public record HBaseConfig(
    String quorum,
    String znode,
    String tablePrefix,
    Integer saltBuckets,
    Duration operationTimeout,
    Duration rpcTimeout,
    Duration scannerTimeout) {
  private static final Pattern QUORUM =
      Pattern.compile("[A-Za-z0-9._-]+:\\d{1,5}(,[A-Za-z0-9._-]+:\\d{1,5})*");
  private static final Pattern ZNODE = Pattern.compile("(/[A-Za-z0-9._-]+)+");
  private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}");
  private static final Duration SHORTEST = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  public HBaseConfig {
    znode = orElse(znode, "/hbase");
    tablePrefix = orElse(tablePrefix, "distributary");
    saltBuckets = orElse(saltBuckets, 8);
    operationTimeout = orElse(operationTimeout, Duration.ofSeconds(15));
    rpcTimeout = orElse(rpcTimeout, Duration.ofSeconds(5));
    scannerTimeout = orElse(scannerTimeout, Duration.ofSeconds(15));
    ConfigProblems problems = new ConfigProblems().require(quorum, "quorum");
    problems
        .check(
            quorum == null || QUORUM.matcher(quorum).matches(),
            "quorum",
            "must be host:port, or several joined by commas")
        .check(ZNODE.matcher(znode).matches(), "znode", "must be a path such as /hbase")
        .check(
            PREFIX.matcher(tablePrefix).matches(),
            "tablePrefix",
            "must be 1 to 64 letters, digits, underscores, dots and hyphens")
        .check(
            saltBuckets >= 1 && saltBuckets <= RowKeys.MAX_BUCKETS,
            "saltBuckets",
            "must be 1 to 256");
    problems.duration(operationTimeout, "operationTimeout", SHORTEST, LONGEST);
    problems.duration(rpcTimeout, "rpcTimeout", SHORTEST, LONGEST);
    problems.duration(scannerTimeout, "scannerTimeout", SHORTEST, LONGEST);
    problems.orThrow();
  }

  private static <T> T orElse(T given, T otherwise) {
    return given == null ? otherwise : given;
  }

  /**
   * The client's settings. Its own defaults wait up to 20 minutes; the host repeats calls itself,
   * so the client repeats only as much as a moving region needs.
   */
  Configuration client() {
    Configuration conf = HBaseConfiguration.create();
    conf.set("hbase.zookeeper.quorum", quorum);
    conf.set("zookeeper.znode.parent", znode);
    conf.setInt("zookeeper.recovery.retry", 1);
    conf.setInt("zookeeper.recovery.retry.intervalmill", 200);
    conf.setInt("zookeeper.session.timeout", millis(operationTimeout));
    conf.setInt("hbase.client.retries.number", 6);
    conf.setInt("hbase.client.pause", 100);
    conf.setInt("hbase.client.operation.timeout", millis(operationTimeout));
    conf.setInt("hbase.client.meta.operation.timeout", millis(operationTimeout));
    conf.setInt("hbase.client.meta.scanner.timeout.period", millis(scannerTimeout));
    conf.setInt("hbase.client.scanner.timeout.period", millis(scannerTimeout));
    conf.setInt("hbase.rpc.timeout", millis(rpcTimeout));
    conf.setInt("hbase.rpc.read.timeout", millis(rpcTimeout));
    conf.setInt("hbase.rpc.write.timeout", millis(rpcTimeout));
    conf.setInt("hbase.ipc.client.socket.timeout.connect", millis(rpcTimeout));
    conf.setInt("hbase.client.sync.wait.timeout.msec", millis(tableTimeout()));
    conf.setInt("hbase.client.keyvalue.maxsize", HBaseProjection.MAX_CELL_BYTES);
    return conf;
  }

  /** For making or removing a table: every region of it has to be assigned. */
  Duration tableTimeout() {
    return operationTimeout.multipliedBy(4);
  }

  private static int millis(Duration time) {
    return Math.toIntExact(time.toMillis());
  }
}
