package io.distributary.servers.testing;

/** Where HBase's ZooKeeper listens, which knows the rest. */
public record HbaseAddress(String host, int port) {
  HbaseAddress(Endpoint endpoint) {
    this(endpoint.host(), endpoint.port());
  }

  /** The value of {@code hbase.zookeeper.quorum}. */
  public String zookeeperQuorum() {
    return host;
  }

  /** The value of {@code hbase.zookeeper.property.clientPort}. */
  public int zookeeperPort() {
    return port;
  }
}
