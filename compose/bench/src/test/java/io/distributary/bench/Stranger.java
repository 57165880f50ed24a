package io.distributary.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.distributary.bench.stores.Addresses;
import io.distributary.bench.stores.Stores;
import io.distributary.bench.stores.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hbase.Cell;
import org.apache.hadoop.hbase.CellUtil;
import org.apache.hadoop.hbase.CompareOperator;
import org.apache.hadoop.hbase.TableName;
import org.apache.hadoop.hbase.client.Connection;
import org.apache.hadoop.hbase.client.Delete;
import org.apache.hadoop.hbase.client.Put;
import org.apache.hadoop.hbase.client.Result;
import org.apache.hadoop.hbase.client.ResultScanner;
import org.apache.hadoop.hbase.client.Scan;
import org.apache.hadoop.hbase.client.Table;
import org.apache.hadoop.hbase.filter.RowFilter;
import org.apache.hadoop.hbase.filter.SubstringComparator;
import org.apache.http.HttpHost;
import org.bson.Document;
import org.elasticsearch.client.Request;
import org.elasticsearch.client.RestClient;
import org.neo4j.driver.Driver;

/**
 * Somebody with a store's own client, who changes conditions behind the gateway's back. An id is
 * contained in no other one.
 */
interface Stranger extends AutoCloseable {
  String TYPE = "Condition";

  void alter(String id) throws IOException;

  void remove(String id) throws IOException;

  /** Stores a copy under another id. */
  void add(String copied, String id) throws IOException;

  @Override
  void close() throws IOException;

  static Stranger at(View view, Addresses addresses, String namespace) throws IOException {
    return switch (view) {
      case DOCUMENT -> new InMongoDb(MongoClients.create(addresses.mongodbUri()), namespace);
      case WIDE_COLUMN -> new InHBase(Stores.hbase(addresses), namespace);
      case GRAPH -> new InNeo4j(Stores.neo4j(addresses));
      case SEARCH ->
          new InElasticsearch(
              RestClient.builder(HttpHost.create(addresses.elasticsearchUrl())).build(), namespace);
    };
  }

  record InMongoDb(MongoClient client, String namespace) implements Stranger {
    private MongoCollection<Document> collection() {
      return client.getDatabase(namespace).getCollection("condition_r1");
    }

    @Override
    public void alter(String id) {
      collection().updateOne(Filters.eq(id), Updates.set("resource.language", "de"));
    }

    @Override
    public void remove(String id) {
      collection().deleteOne(Filters.eq(id));
    }

    @Override
    public void add(String copied, String id) {
      Document copy = collection().find(Filters.eq(copied)).first();
      collection().insertOne(new Document(copy).append("_id", id));
    }

    @Override
    public void close() {
      client.close();
    }
  }

  record InHBase(Connection connection, String namespace) implements Stranger {
    private static final byte[] FAMILY = {'d'};
    private static final byte[] BODY = "body".getBytes(StandardCharsets.UTF_8);
    private static final List<String> TABLES = List.of("charts", "resources", "timeline");

    private Table table(String name) throws IOException {
      return connection.getTable(TableName.valueOf(namespace + "_" + name + "_r1"));
    }

    private static List<Result> rows(Table table, String id) throws IOException {
      var named = new RowFilter(CompareOperator.EQUAL, new SubstringComparator(TYPE + "/" + id));
      List<Result> rows = new ArrayList<>();
      try (ResultScanner scanner = table.getScanner(new Scan().setFilter(named))) {
        scanner.forEach(rows::add);
      }
      return rows;
    }

    /** At the timestamp that it has: the later write is seen. */
    @Override
    public void alter(String id) throws IOException {
      try (Table charts = table("charts")) {
        for (Result row : rows(charts, id)) {
          Cell body = row.getColumnLatestCell(FAMILY, BODY);
          byte[] other = renamed(CellUtil.cloneValue(body), "weight", "height");
          charts.put(new Put(row.getRow()).addColumn(FAMILY, BODY, body.getTimestamp(), other));
        }
      }
    }

    /** As {@code deleteall} does: markers that hide every later put of an older timestamp. */
    @Override
    public void remove(String id) throws IOException {
      for (String name : TABLES) {
        try (Table table = table(name)) {
          for (Result row : rows(table, id)) {
            table.delete(new Delete(row.getRow()));
          }
        }
      }
    }

    @Override
    public void add(String copied, String id) throws IOException {
      for (String name : TABLES) {
        try (Table table = table(name)) {
          for (Result row : rows(table, copied)) {
            table.put(copy(row, renamed(row.getRow(), copied, id)));
          }
        }
      }
    }

    private static byte[] renamed(byte[] text, String from, String to) {
      return new String(text, StandardCharsets.UTF_8)
          .replace(from, to)
          .getBytes(StandardCharsets.UTF_8);
    }

    private static Put copy(Result row, byte[] to) {
      Put put = new Put(to);
      for (Cell cell : row.rawCells()) {
        put.addColumn(
            FAMILY, CellUtil.cloneQualifier(cell), cell.getTimestamp(), CellUtil.cloneValue(cell));
      }
      return put;
    }

    @Override
    public void close() throws IOException {
      connection.close();
    }
  }

  record InNeo4j(Driver driver) implements Stranger {
    private void run(String statement, String id, String other) {
      driver
          .executableQuery("MATCH (n:Ref {ref: $ref}) " + statement)
          .withParameters(Map.of("ref", TYPE + "/" + id, "other", TYPE + "/" + other))
          .execute();
    }

    @Override
    public void alter(String id) {
      run("SET n.source = $other", id, id);
    }

    @Override
    public void remove(String id) {
      run("DETACH DELETE n", id, id);
    }

    @Override
    public void add(String copied, String id) {
      run(
          """
          CREATE (copy) SET copy = properties(n), copy.ref = $other SET copy:$(labels(n))
          WITH n, copy MATCH (n)-[r]->(m) CREATE (copy)-[:$(type(r))]->(m)""",
          copied,
          id);
    }

    @Override
    public void close() {
      driver.close();
    }
  }

  record InElasticsearch(RestClient client, String namespace) implements Stranger {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Request request(String method, String id) {
      String name = TYPE + "%2F" + id;
      return new Request(method, "/" + namespace + "_resources_r1/_doc/" + name);
    }

    private ObjectNode found(String id) throws IOException {
      return (ObjectNode)
          JSON.readTree(client.performRequest(request("GET", id)).getEntity().getContent());
    }

    private void put(String id, ObjectNode source, String version) throws IOException {
      Request put = request("PUT", id);
      put.addParameter("version_type", "external_gte");
      put.addParameter("version", version);
      put.addParameter("refresh", "true");
      put.setJsonEntity(source.toString());
      client.performRequest(put);
    }

    /** At the version that it has. */
    @Override
    public void alter(String id) throws IOException {
      ObjectNode found = found(id);
      put(
          id,
          ((ObjectNode) found.get("_source")).put("status", "cancelled"),
          found.get("_version").asText());
    }

    @Override
    public void remove(String id) throws IOException {
      Request delete = request("DELETE", id);
      delete.addParameter("refresh", "true");
      client.performRequest(delete);
    }

    @Override
    public void add(String copied, String id) throws IOException {
      ObjectNode found = found(copied);
      put(id, (ObjectNode) found.get("_source"), found.get("_version").asText());
    }

    @Override
    public void close() throws IOException {
      client.close();
    }
  }
}
