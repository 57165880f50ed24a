package io.distributary.servers.neo4j;

import io.distributary.servers.boot.BootArguments;
import io.distributary.servers.boot.Heartbeat;
import io.distributary.servers.boot.ReadyFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.graphdb.GraphDatabaseService;
import org.neo4j.graphdb.Transaction;

/**
 * Runs the database: {@code --data DIR --port N [--password-file FILE]}, on loopback only. Without
 * a password it lets everybody in. Ends upon SIGTERM.
 */
public final class Boot {
  private static final String DATABASE = "neo4j"; // the one that Community has

  private Boot() {}

  /** Runs until it is told to end. */
  public static void main(String[] words) throws Exception {
    BootArguments arguments = new BootArguments(words);
    Path data = arguments.freshData();
    int port = arguments.port("port");
    Optional<Password> password = arguments.contentOf("password-file").map(Password::new);
    DatabaseManagementService service = start(data, port, password);
    Runtime.getRuntime().addShutdownHook(new Thread(service::shutdown, "stop-neo4j"));
    writeAndRead(service.database(DATABASE));
    ReadyFile.write(data, "Neo4j");
    Heartbeat.start(data, new SmallQuery(port, password));
    Thread.currentThread().join();
  }

  private static DatabaseManagementService start(Path data, int port, Optional<Password> password)
      throws Exception {
    Map<String, String> settings = settings(port, password.isPresent());
    if (password.isPresent()) {
      Map<String, String> silent = new TreeMap<>(settings);
      silent.put("server.bolt.enabled", "false");
      password.get().establish(data, () -> open(data, silent));
    }
    return open(data, settings);
  }

  private static DatabaseManagementService open(Path data, Map<String, String> settings) {
    Path file = write(data.resolve("neo4j.conf"), settings);
    return new DatabaseManagementServiceBuilder(data).loadPropertiesFromFile(file).build();
  }

  private static Map<String, String> settings(int port, boolean withPassword) {
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
    settings.put("dbms.security.auth_enabled", Boolean.toString(withPassword));
    // Nobody guesses the password; a stranger's wrong ones must not lock the gateway out.
    settings.put("dbms.security.auth_max_failed_attempts", "0");
    settings.put("dbms.usage_report.enabled", "false");
    settings.put("server.memory.pagecache.size", "128m");
    // Of a heap of 1 GiB, as what expressions make is not counted. A Group is one transaction: 2.7
    // KB for each member that is new.
    settings.put("db.memory.transaction.max", "256m");
    settings.put("db.memory.transaction.total.max", "320m");
    settings.put("dbms.memory.transaction.total.max", "352m"); // with that of the system database
    settings.put("db.tx_log.rotation.retention_policy", "1 files");
    settings.put("db.tx_log.rotation.size", "32m");
    // Statements and their parameters hold what people send: they are never logged.
    settings.put("db.logs.query.enabled", "OFF");
    settings.put("server.logs.debug.enabled", "false");
    return settings;
  }

  private static Path write(Path file, Map<String, String> settings) {
    String text =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
