package io.distributary.bench.read;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.schemas.ResourceId;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Get;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.http.HttpHost;
import org.bson.RawBsonDocument;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Driver;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;

/**
 * What the views hold, read by the stores' plain drivers with their usual settings: no checks, no
 * deadline, nothing put together. Each method returns how many resources or rows came, whose bytes
 * are in this process then.
 */
final class Drivers implements Closeable {
  /** As the gateway of a benchmark has it. */
  private static final int SALT_BUCKETS = 4;

  private static final byte[] FAMILY = bytes("d");
  private static final byte[] BODY = bytes("body");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String namespace;
  private final MongoClient mongodb;
  private final Connection hbase;
  private final Driver neo4j;
  private final RestClient elasticsearch;

  /**
   * @param namespace of the gateway's views, each in its first revision
   */
  Drivers(Addresses addresses, String namespace) throws IOException {
    this.namespace = namespace;
    mongodb = MongoClients.create(addresses.mongodbUri());
    hbase = Stores.hbase(addresses);
    neo4j = Stores.neo4j(addresses);
    elasticsearch =
        RestClient.builder(HttpHost.create(addresses.elasticsearchUrl()))
            .setHttpClientConfigCallback(http -> http.setMaxConnPerRoute(64).setMaxConnTotal(64))
            .build();
  }

  /** A document by its id, as bytes. */
  int document(ResourceId id) {
    RawBsonDocument found = collection(id.type()).find(Filters.eq("_id", id.id())).first();
    return found != null && copied(found).length > 0 ? 1 : 0;
  }

  private static byte[] copied(RawBsonDocument document) {
    byte[] bytes = new byte[document.getByteBuffer().remaining()];
    document.getByteBuffer().get(bytes);
    return bytes;
  }

  private MongoCollection<RawBsonDocument> collection(String type) {
    String name = type.replaceAll("(?<!^)(?=[A-Z])", "_").toLowerCase(Locale.ROOT) + "_r1";
    return mongodb.getDatabase(namespace).getCollection(name, RawBsonDocument.class);
  }

  /** Live documents of a type under a key. */
  int documents(String type, ResourceId key, int limit) {
    int rows = 0;
    try (MongoCursor<RawBsonDocument> found =
        collection(type)
            .find(Filters.and(Filters.eq("deleted", false), Filters.eq("key", key.toString())))
            .limit(limit)
            .cursor()) {
      while (found.hasNext()) {
        rows += copied(found.next()).length > 0 ? 1 : 0;
      }
    }
    return rows;
  }

  /** Every version: by one get the heads, then all bodies by one call. */
  int history(ResourceId id) throws IOException {
    try (Table resources = table("resources");
        Table charts = table("charts")) {
      Result heads =
          resources.get(new Get(bytes(id.toString())).addFamily(FAMILY).readAllVersions());
      List<Get> bodies = new ArrayList<>();
      for (Cell head : heads.rawCells()) {
        String key = new String(CellUtil.cloneQualifier(head), StandardCharsets.UTF_8);
        bodies.add(
            new Get(bytes(rows(key) + id))
                .addColumn(FAMILY, BODY)
                .setTimestamp(head.getTimestamp()));
      }
      int versions = 0;
      for (Result body : charts.get(bodies)) {
        versions += body.isEmpty() ? 0 : 1;
      }
      return versions;
    }
  }

  /** All rows of a key, heads and bodies, by one scan. */
  int chart(ResourceId key) throws IOException {
    return scan(new Scan(), key);
  }

  int chart(ResourceId key, int limit) throws IOException {
    return scan(new Scan().setLimit(limit), key);
  }

  private int scan(Scan scan, ResourceId key) throws IOException {
    scan.addFamily(FAMILY).setStartStopRowForPrefixScan(bytes(rows(key.toString())));
    int rows = 0;
    try (Table charts = table("charts");
        ResultScanner scanner = charts.getScanner(scan)) {
      for (Result row = scanner.next(); row != null; row = scanner.next()) {
        rows++;
      }
    }
    return rows;
  }

  private Table table(String name) throws IOException {
    return hbase.getTable(TableName.valueOf(namespace + "_" + name + "_r1"));
  }

  /** What the rows of a key begin with. */
  private static String rows(String key) {
    return String.format(Locale.ROOT, "%02x|%s|", Math.floorMod(key.hashCode(), SALT_BUCKETS), key);
  }

  int graph(String statement, Map<String, Object> parameters) {
    SessionConfig reading = SessionConfig.builder().withDefaultAccessMode(AccessMode.READ).build();
    try (Session session = neo4j.session(reading)) {
      return session.run(statement, parameters).list(record -> record.asMap()).size();
    }
  }

  /**
   * @param body of a {@code _search}
   */
  int search(String body) throws IOException {
    Request request = new Request("POST", "/" + namespace + "_resources_r1/_search");
    request.setJsonEntity(body);
    return JSON.readTree(elasticsearch.performRequest(request).getEntity().getContent())
        .path("hits")
        .path("hits")
        .size();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    mongodb.close();
    neo4j.close();
    hbase.close();
    elasticsearch.close();
  }
}
