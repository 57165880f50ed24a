package io.distributary.bench.stores;

/**
 * Where the servers listen, each on the loopback address.
 *
 * @param hbase the port of its ZooKeeper
 */
public record Addresses(int kafka, int mongodb, int hbase, int neo4j, int elasticsearch) {
  private static final String HOST = "127.0.0.1:";

  /** Kafka's {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return HOST + kafka;
  }

  public String mongodbUri() {
    return "mongodb://" + HOST + mongodb;
  }

  public String zookeeperQuorum() {
    return HOST + hbase;
  }

  public String neo4jUri() {
    return "bolt://" + HOST + neo4j;
  }

  /** Without a slash at the end. */
  public String elasticsearchUrl() {
    return "http://" + HOST + elasticsearch;
  }
}
