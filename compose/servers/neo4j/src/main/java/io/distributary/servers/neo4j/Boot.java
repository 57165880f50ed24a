package io.distributary.servers.neo4j;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Transaction;

/**
 * Runs the database: {@code --data DIR --port N}. Without authentication, on loopback only. Ends
 * upon SIGTERM.
 */
public final class Boot {
  private static final String DATABASE = "neo4j"; // the one that Community has

  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws IOException, InterruptedException {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    Path settings = write(data.resolve("neo4j.conf"), settings(arguments.port("port")));
    DatabaseManagementService service =
        new DatabaseManagementServiceBuilder(data).loadPropertiesFromFile(settings).build();
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown, "stop-neo4j"));
    writeAndRead(service.database(DATABASE));
    ReadyFile.write(data, "Neo4j");
    Thread.currentThread().join();
  }

  private static Map<String, String> settings(int port) {
    String address = "127.0.0.1:" + port;
    Map<String, String> settings = new TreeMap<>();
    settings.put("server.bolt.enabled", "true");
    settings.put("server.bolt.listen_address", address);
    settings.put("server.bolt.advertised_address", address);
    settings.put("server.bolt.tls_level", "DISABLED");
    settings.put("server.bolt.thread_pool_min_size", "2");
    settings.put("server.bolt.thread_pool_max_size", "40");
    settings.put("server.http.enabled", "false");
    settings.put("server.https.enabled", "false");
    settings.put("dbms.security.auth_enabled", "false");
    settings.put("dbms.usage_report.enabled", "false");
    settings.put("server.memory.pagecache.size", "128m");
    settings.put("db.memory.transaction.total.max", "256m");
    settings.put("db.tx_log.rotation.retention_policy", "1 files");
    settings.put("db.tx_log.rotation.size", "32m");
    // Statements and their parameters hold what people send: they are never logged.
    settings.put("db.logs.query.enabled", "OFF");
    settings.put("server.logs.debug.enabled", "false");
    return settings;
  }

  private static Path write(Path file, Map<String, String> settings) throws IOException {
    String text =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n", "", "\n"));
    return Files.writeString(file, text);
  }

  private static void writeAndRead(GraphDatabaseService database) {
    try (Transaction transaction = database.beginTx()) {
      transaction.execute("CREATE (:ServerReady {at: timestamp()})").close();
      transaction.commit();
    }
    try (Transaction transaction = database.beginTx()) {
      transaction.execute("MATCH (n:ServerReady) DELETE n RETURN count(n) AS found").next();
      transaction.commit();
    }
  }
}
