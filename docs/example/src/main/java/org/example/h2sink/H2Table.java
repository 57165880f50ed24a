package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ReadContext;
import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;

/**
 * The statements of one revision's table. It has a row for each version of a resource; beside it
 * stands a table with one row that every writer locks.
 */
final class H2Table {

  private static final String COLUMNS =
      "name, version, owner, appended, source, deleted, octet_length(body), body";
  private static final String NEWEST_FIRST = " ORDER BY name, version DESC LIMIT 1";

  private final String rows;
  private final String lock;
  private final String byName;
  private final String byOwner;

  H2Table(RevisionId revision) {
    String view = revision.view();
    String suffix = "_r" + revision.number();
    rows = quoted(view + suffix);
    lock = quoted(view + "_lock" + suffix);
    byName = quoted(view + "_name" + suffix);
    byOwner = quoted(view + "_owner" + suffix);
  }

  private static String quoted(String name) {
    return '"' + name + '"';
  }

  void create(Statement statement) throws SQLException {
    statement.execute(
        "CREATE TABLE IF NOT EXISTS "
            + rows
            + " (name VARCHAR NOT NULL CHECK (name <> ''), version BIGINT NOT NULL,"
            + " owner VARCHAR NOT NULL, appended BIGINT NOT NULL, source VARCHAR NOT NULL,"
            + " deleted BOOLEAN NOT NULL, body BLOB NOT NULL)");
    statement.execute(
        "CREATE UNIQUE INDEX IF NOT EXISTS " + byName + " ON " + rows + " (name, version DESC)");
    statement.execute(
        "CREATE INDEX IF NOT EXISTS " + byOwner + " ON " + rows + " (owner, name)");
    statement.execute("CREATE TABLE IF NOT EXISTS " + lock + " (id INT PRIMARY KEY)");
    statement.execute("MERGE INTO " + lock + " KEY (id) VALUES (1)");
    statement.execute("SELECT " + COLUMNS + " FROM " + rows + " LIMIT 0");
  }

  void drop(Statement statement) throws SQLException {
    statement.execute("DROP TABLE IF EXISTS " + rows);
    statement.execute("DROP TABLE IF EXISTS " + lock);
  }

  /** Waits until no other transaction writes. */
  void lock(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT id FROM " + lock + " WHERE id = 1 FOR UPDATE");
        ResultSet result = statement.executeQuery()) {
      result.next();
    }
  }

  boolean has(Connection connection, ResourceId id, Version version) throws SQLException {
    String sql = "SELECT 1 FROM " + rows + " WHERE name = ? AND version = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Names.of(id));
      statement.setLong(2, version.value());
      return statement.executeQuery().next();
    }
  }

  void insert(Connection connection, H2Content content, Version version, Instant appended)
      throws SQLException {
    String sql =
        "INSERT INTO "
            + rows
            + " (name, version, owner, appended, source, deleted, body)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, Names.of(content.id()));
      statement.setLong(2, version.value());
      statement.setString(3, Names.of(content.key()));
      statement.setLong(4, appended.toEpochMilli());
      statement.setString(5, content.source());
      statement.setBoolean(6, content.deleted());
      statement.setBytes(7, content.body());
      statement.executeUpdate();
    }
  }

  void deleteAll(Connection connection, String name) throws SQLException {
    String sql = "DELETE FROM " + rows + " WHERE name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.executeUpdate();
    }
  }

  /** The newest row of a name. */
  Optional<H2Row> newest(Connection connection, String name, ReadContext context)
      throws SQLException, SinkException {
    return first(connection, " WHERE name = ?" + NEWEST_FIRST, context, name);
  }

  /** The same, while nobody waits for an answer. */
  Optional<H2Row> newest(Connection connection, String name) throws SQLException {
    try (PreparedStatement statement =
        prepared(connection, " WHERE name = ?" + NEWEST_FIRST, name)) {
      return row(statement);
    }
  }

  /** The row of a name that comes next below a version. */
  Optional<H2Row> below(Connection connection, String name, long version, ReadContext context)
      throws SQLException, SinkException {
    return first(
        connection,
        " WHERE name = ? AND version < ?" + NEWEST_FIRST,
        context,
        name,
        version);
  }

  Optional<H2Row> at(Connection connection, String name, Version version, ReadContext context)
      throws SQLException, SinkException {
    return first(
        connection, " WHERE name = ? AND version = ?", context, name, version.value());
  }

  /** The newest row of the name that comes next. */
  Optional<H2Row> next(Connection connection, String after, ReadContext context)
      throws SQLException, SinkException {
    return first(connection, " WHERE name > ?" + NEWEST_FIRST, context, after);
  }

  /** The newest row of the name that comes next below an end. */
  Optional<H2Row> next(Connection connection, String after, String end, ReadContext context)
      throws SQLException, SinkException {
    return first(
        connection, " WHERE name > ? AND name < ?" + NEWEST_FIRST, context, after, end);
  }

  /** The name that comes next among those that any version keys to an owner. */
  Optional<String> nextOwned(Connection connection, String owner, String after, ReadContext context)
      throws SQLException, SinkException {
    return first(
            connection,
            " WHERE owner = ? AND name > ? ORDER BY owner, name LIMIT 1",
            context,
            owner,
            after)
        .map(H2Row::name);
  }

  long countLive(Connection connection, ReadContext context) throws SQLException, SinkException {
    String sql =
        "SELECT count(*) FROM "
            + rows
            + " a WHERE NOT deleted AND NOT EXISTS (SELECT 1 FROM "
            + rows
            + " b WHERE b.name = a.name AND b.version > a.version)";
    context.requireWanted();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      limit(statement, context);
      ResultSet result = statement.executeQuery();
      result.next();
      return result.getLong(1);
    }
  }

  private Optional<H2Row> first(
      Connection connection, String where, ReadContext context, Object... parameters)
      throws SQLException, SinkException {
    context.requireWanted();
    try (PreparedStatement statement = prepared(connection, where, parameters)) {
      limit(statement, context);
      return row(statement);
    }
  }

  private PreparedStatement prepared(Connection connection, String where, Object... parameters)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement("SELECT " + COLUMNS + " FROM " + rows + where);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private static Optional<H2Row> row(PreparedStatement statement) throws SQLException {
    try (ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(H2Row.of(result)) : Optional.empty();
    }
  }

  /** JDBC takes whole seconds: the next greater one. */
  private static void limit(PreparedStatement statement, ReadContext context)
      throws SQLException {
    long seconds = (context.timeLeft().toMillis() + 999) / 1000;
    statement.setQueryTimeout((int) Math.min(seconds, Integer.MAX_VALUE));
  }
}
