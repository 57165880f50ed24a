package io.distributary.sinks.neo4j;

import io.distributary.sink.SinkException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.AuthToken;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.BookmarkManager;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.NotificationConfig;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.UntrustedServerException;

/**
 * The one database that a view has. Transactions are tried once: retrying is the host's. All of
 * them share bookmarks, so that a read sees what was written before it in a cluster, too.
 */
final class Neo4jDatabase implements AutoCloseable {
  private static final int FETCHED_ROWS = 500;
  private static final int FETCHED_ROWS_OF_QUERY = 100;

  private final Driver driver;
  private final BookmarkManager bookmarks;
  private final String name;
  private final Duration writeTimeout;

  private Neo4jDatabase(Driver driver, BookmarkManager bookmarks, Neo4jConfig config) {
    this.driver = driver;
    this.bookmarks = bookmarks;
    this.name = config.database();
    this.writeTimeout = config.transactionTimeout();
  }

  /** Nothing is connected before the first transaction. */
  static Neo4jDatabase of(Neo4jConfig config) {
    Config settings = settings(config).withFetchSize(FETCHED_ROWS).build();
    Driver driver = GraphDatabase.driver(config.uri(), token(config), settings);
    return new Neo4jDatabase(driver, driver.executableQueryBookmarkManager(), config);
  }

  /**
   * The same database by one connection, to a relay on loopback.
   *
   * @param bookmarks to be shared with whoever writes
   */
  static Neo4jDatabase behind(int port, Neo4jConfig config, BookmarkManager bookmarks) {
    Config settings =
        settings(config)
            .withFetchSize(FETCHED_ROWS_OF_QUERY)
            .withMaxConnectionPoolSize(1)
            .withEventLoopThreads(1)
            .build();
    URI relay = URI.create("bolt://127.0.0.1:" + port);
    return new Neo4jDatabase(
        GraphDatabase.driver(relay, token(config), settings), bookmarks, config);
  }

  BookmarkManager bookmarks() {
    return bookmarks;
  }

  private static AuthToken token(Neo4jConfig config) {
    return config.username() == null || config.password() == null
        ? AuthTokens.none()
        : AuthTokens.basic(config.username(), config.password().reveal());
  }

  /** Silent, as server messages repeat data. */
  @SuppressWarnings("deprecation") // the driver's replacement for withLogging has no "none"
  private static Config.ConfigBuilder settings(Neo4jConfig config) {
    return Config.builder()
        .withUserAgent("distributary")
        .withLogging(Logging.none())
        .withTelemetryDisabled(true)
        .withNotificationConfig(NotificationConfig.disableAllConfig())
        .withConnectionTimeout(config.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .withConnectionAcquisitionTimeout(config.acquireTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .withMaxTransactionRetryTime(0, TimeUnit.MILLISECONDS);
  }

  /** Work inside a transaction. */
  interface Work<T> {
    T in(Transaction transaction) throws SinkException;
  }

  /** Commits when the work returns. */
  <T> T write(Work<T> work) throws SinkException {
    return transact(AccessMode.WRITE, writeTimeout, work);
  }

  /** Never commits. */
  <T> T read(Duration timeout, Work<T> work) throws SinkException {
    return transact(AccessMode.READ, timeout, work);
  }

  private <T> T transact(AccessMode mode, Duration timeout, Work<T> work) throws SinkException {
    TransactionConfig limits = TransactionConfig.builder().withTimeout(timeout).build();
    try (Session session = session(mode);
        Transaction transaction = begin(session, limits)) {
      T result = work.in(transaction);
      if (mode == AccessMode.WRITE) {
        transaction.commit();
      }
      return result;
    } catch (Neo4jException | UntrustedServerException e) {
      throw Neo4jErrors.of(e);
    }
  }

  /** The driver (6.2.1) fails unchecked when the handshake of a new connection comes in pieces. */
  private static Transaction begin(Session session, TransactionConfig limits) throws SinkException {
    try {
      return session.beginTransaction(limits);
    } catch (NullPointerException e) {
      throw Neo4jErrors.UNREACHABLE.exception(e);
    }
  }

  private Session session(AccessMode mode) {
    return driver.session(
        SessionConfig.builder()
            .withDatabase(name)
            .withDefaultAccessMode(mode)
            .withBookmarkManager(bookmarks)
            .build());
  }

  /** Closes without waiting for what the server may still have to say. */
  void closeLater() {
    driver.closeAsync();
  }

  @Override
  public void close() {
    driver.close();
  }
}
