package io.distributary.bench.stores;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hbase.HBaseConfiguration;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Admin;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.ConnectionFactory;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.client.TableDescriptor;
import org.apache.hadoop.hbase.filter.FirstKeyOnlyFilter;
import org.apache.http.HttpHost;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;

/** Looks into the stores from outside: counts what a namespace holds, and empties it. */
public final class Stores implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELETE_EDGES =
      "MATCH ()-[r]->() WITH r LIMIT 10000 DELETE r RETURN count(r) AS n";
  private static final String DELETE_NODES =
      "MATCH (n) WITH n LIMIT 10000 DELETE n RETURN count(n) AS n";

  private final MongoClient mongodb;
  private final Connection hbase;
  private final Driver neo4j;
  private final RestClient elasticsearch;

  public Stores(Addresses addresses) throws IOException {
    mongodb = MongoClients.create(addresses.mongodbUri());
    hbase = hbase(addresses);
    neo4j = neo4j(addresses);
    elasticsearch = RestClient.builder(HttpHost.create(addresses.elasticsearchUrl())).build();
  }

  /** A driver that says nothing on its own. */
  @SuppressWarnings("deprecation") // the driver's replacement for withLogging has no "none"
  public static Driver neo4j(Addresses addresses) {
    Config silent = Config.builder().withLogging(Logging.none()).build();
    return GraphDatabase.driver(addresses.neo4jUri(), silent);
  }

  /** A connection that finds HBase by its ZooKeeper. */
  public static Connection hbase(Addresses addresses) throws IOException {
    Configuration configuration = HBaseConfiguration.create();
    configuration.set("hbase.zookeeper.quorum", addresses.zookeeperQuorum());
    return ConnectionFactory.createConnection(configuration);
  }

  /** How many resources a view holds in a namespace; Neo4j has but one. */
  public long count(View view, String namespace) throws IOException {
    return switch (view) {
      case DOCUMENT -> countDocuments(mongodb.getDatabase(namespace));
      case WIDE_COLUMN -> countCharts(namespace);
      case GRAPH ->
          neo4j
              .executableQuery("MATCH (n:Resource) RETURN count(n) AS n")
              .execute()
              .records()
              .get(0)
              .get("n")
              .asLong();
      case SEARCH -> countIndexed(namespace);
    };
  }

  private static long countDocuments(MongoDatabase database) {
    long count = 0;
    for (String collection : database.listCollectionNames()) {
      count += database.getCollection(collection).countDocuments();
    }
    return count;
  }

  private long countCharts(String namespace) throws IOException {
    long count = 0;
    Scan keys = new Scan().setFilter(new FirstKeyOnlyFilter()).setCaching(1_000);
    TableName charts = TableName.valueOf(namespace + "_charts_r1");
    try (Table table = hbase.getTable(charts);
        ResultScanner scanner = table.getScanner(keys)) {
      while (scanner.next() != null) {
        count++;
      }
    }
    return count;
  }

  private long countIndexed(String namespace) throws IOException {
    elasticsearch.performRequest(new Request("POST", "/" + index(namespace) + "/_refresh"));
    Request count = new Request("GET", "/" + index(namespace) + "/_count");
    JsonNode answer = JSON.readTree(elasticsearch.performRequest(count).getEntity().getContent());
    return answer.path("count").asLong();
  }

  private static String index(String namespace) {
    return namespace + "_resources_r1";
  }

  /** Removes a view's namespace with all that it holds. */
  public void clear(View view, String namespace) throws IOException {
    switch (view) {
      case DOCUMENT -> mongodb.getDatabase(namespace).drop();
      case WIDE_COLUMN -> dropTables(namespace);
      case GRAPH -> clearGraph();
      case SEARCH ->
          elasticsearch.performRequest(
              new Request("DELETE", "/" + index(namespace) + "?ignore_unavailable=true"));
    }
  }

  private void dropTables(String namespace) throws IOException {
    try (Admin admin = hbase.getAdmin()) {
      Pattern ours = Pattern.compile(namespace + "_.*");
      for (TableDescriptor table : admin.listTableDescriptors(ours)) {
        admin.disableTable(table.getTableName());
        admin.deleteTable(table.getTableName());
      }
    }
  }

  /** Neo4j Community has one database, whoever wrote into it. */
  private void clearGraph() {
    repeat(DELETE_EDGES);
    repeat(DELETE_NODES);
  }

  private void repeat(String statement) {
    long deleted;
    do {
      deleted = neo4j.executableQuery(statement).execute().records().get(0).get("n").asLong();
    } while (deleted > 0);
  }

  @Override
  public void close() {
    mongodb.close();
    neo4j.close();
    try {
      hbase.close();
      elasticsearch.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
