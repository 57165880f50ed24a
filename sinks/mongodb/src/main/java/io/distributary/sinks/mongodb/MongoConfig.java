package io.distributary.sinks.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import io.distributary.sink.ConfigProblems;
import io.distributary.sink.Secret;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where MongoDB is and how long it is waited for. All time-outs are short: the host tries again.
 *
 * @param uri {@code mongodb://host:port,…/?option=…}, without credentials; required
 * @param database holds this view and nothing else; default {@code distributary}
 * @param username of a user of the database {@code admin}; with it, a password
 * @param serverSelectionTimeout until a server that can take the operation is found; default 3 s
 * @param connectTimeout of one connection; default 2 s
 * @param socketTimeout until the server answers a write, or goes on with a scan of the whole view;
 *     default 15 s. Other reads have their caller's deadline.
 * @param writeTimeout until a majority has the write in its journal; default 10 s
 */
public record MongoConfig(
    String uri,
    String database,
    @Nullable String username,
    @Nullable Secret password,
    Duration serverSelectionTimeout,
    Duration connectTimeout,
    Duration socketTimeout,
    Duration writeTimeout) {
  private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9_-]{1,63}");
  private static final Set<String> SERVERS_OWN = Set.of("admin", "local", "config");
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  public MongoConfig {
    database = database == null ? "distributary" : database;
    serverSelectionTimeout = orSeconds(serverSelectionTimeout, 3);
    connectTimeout = orSeconds(connectTimeout, 2);
    socketTimeout = orSeconds(socketTimeout, 15);
    writeTimeout = orSeconds(writeTimeout, 10);
    ConfigProblems problems = new ConfigProblems();
    checkUri(problems, uri);
    problems.check(
        DATABASE.matcher(database).matches() && !SERVERS_OWN.contains(database),
        "database",
        "is 1 to 63 letters, digits, _ and -, and none of the server's own " + SERVERS_OWN);
    problems.check(password == null || username != null, "username", "is required with a password");
    problems.check(username == null || password != null, "password", "is required with a username");
    problems.duration(serverSelectionTimeout, "serverSelectionTimeout", SHORTEST, LONGEST);
    problems.duration(connectTimeout, "connectTimeout", SHORTEST, LONGEST);
    problems.duration(socketTimeout, "socketTimeout", SHORTEST, LONGEST);
    problems.duration(writeTimeout, "writeTimeout", SHORTEST, LONGEST);
    problems.orThrow();
  }

  private static Duration orSeconds(@Nullable Duration given, int seconds) {
    return given == null ? Duration.ofSeconds(seconds) : given;
  }

  /** The parser's own message is not shown: it repeats the text, and with it perhaps a password. */
  private static void checkUri(ConfigProblems problems, @Nullable String uri) {
    problems.require(uri, "uri");
    if (uri == null) {
      return;
    }
    Optional<ConnectionString> parsed = parse(uri);
    problems.check(parsed.isPresent(), "uri", "is no connection string mongodb://host:port");
    problems.check(
        parsed.map(ConnectionString::getCredential).isEmpty(),
        "uri",
        "carries credentials: use username and password");
  }

  /** Only {@code mongodb:}, as {@code mongodb+srv:} would ask the network while it is parsed. */
  private static Optional<ConnectionString> parse(String uri) {
    try {
      return uri.startsWith("mongodb://")
          ? Optional.of(new ConnectionString(uri))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  MongoClientSettings clientSettings() {
    MongoClientSettings.Builder settings =
        MongoClientSettings.builder()
            .applyConnectionString(new ConnectionString(uri))
            .applicationName("distributary")
            // Stronger than what the connection string may say: what was written must be readable.
            .writeConcern(durable())
            .readPreference(ReadPreference.primary())
            .applyToClusterSettings(
                cluster ->
                    cluster.serverSelectionTimeout(
                        serverSelectionTimeout.toMillis(), TimeUnit.MILLISECONDS))
            .applyToSocketSettings(
                socket ->
                    socket
                        .connectTimeout(connectTimeout.toMillis(), TimeUnit.MILLISECONDS)
                        .readTimeout(socketTimeout.toMillis(), TimeUnit.MILLISECONDS))
            // Commands are patient data; the driver logs them at level debug.
            .applyToLoggerSettings(logger -> logger.maxDocumentLength(0));
    if (username != null && password != null) {
      settings.credential(
          MongoCredential.createCredential(username, "admin", password.reveal().toCharArray()));
    }
    return settings.build();
  }

  private WriteConcern durable() {
    return WriteConcern.MAJORITY
        .withJournal(true)
        .withWTimeout(writeTimeout.toMillis(), TimeUnit.MILLISECONDS);
  }
}
