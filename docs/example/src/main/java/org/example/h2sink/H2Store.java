package org.example.h2sink;

import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The table of one revision, and connections to it. One connection stays open until the sink is
 * closed, as a database in a file is shut with its last one.
 */
final class H2Store {

  /** H2 fails when two create the same index at once. */
  private static final Object CREATING = new Object();

  private final JdbcDataSource source;
  private final Connection anchor;
  private final long lockMillis;
  private final H2Table table;
  private volatile boolean closed;

  private H2Store(JdbcDataSource source, Connection anchor, long lockMillis, H2Table table) {
    this.source = source;
    this.anchor = anchor;
    this.lockMillis = lockMillis;
    this.table = table;
  }

  static H2Store open(H2Config config, RevisionId revision) throws SinkException {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(config.url());
    source.setUser(config.username());
    source.setPassword(config.password().reveal());
    H2Table table = new H2Table(revision);
    try {
      Connection anchor = source.getConnection();
      prepare(anchor, table);
      return new H2Store(source, anchor, config.lockTimeout().toMillis(), table);
    } catch (SQLException e) {
      throw H2Errors.of(e).exception(e);
    }
  }

  private static void prepare(Connection anchor, H2Table table) throws SQLException {
    try (Statement statement = anchor.createStatement()) {
      statement.execute("SET TRACE_LEVEL_FILE 0"); // its lines would hold data
      statement.execute("SET WRITE_DELAY 0");
      synchronized (CREATING) {
        table.create(statement);
      }
    } catch (SQLException e) {
      anchor.close();
      throw e;
    }
  }

  /** Work on a connection of its own. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException, SinkException;
  }

  H2Table table() {
    return table;
  }

  /** Reads, each statement by itself. */
  <T> T read(Work<T> work) throws SinkException {
    try (Connection connection = connect()) {
      return work.run(connection);
    } catch (SQLException e) {
      throw H2Errors.of(e).exception(e);
    }
  }

  /** Changes the table in one transaction, alone, and durably. */
  <T> T change(Work<T> work) throws SinkException {
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      try {
        table.lock(connection);
        T result = work.run(connection);
        connection.commit();
        flush(connection);
        return result;
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw H2Errors.of(e).exception(e);
    }
  }

  void drop() throws SinkException {
    read(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            table.drop(statement);
          }
          flush(connection);
          return null;
        });
  }

  void close() {
    closed = true;
    try {
      anchor.close();
    } catch (SQLException e) {
      // What was written is on disk already.
    }
  }

  private static void flush(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT SYNC");
    }
  }

  private Connection connect() throws SinkException, SQLException {
    if (closed) {
      throw new StoreFailures("H2").unreachable().exception();
    }
    Connection connection = source.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET LOCK_TIMEOUT " + lockMillis);
    }
    return connection;
  }
}
