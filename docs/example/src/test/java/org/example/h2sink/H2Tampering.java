package org.example.h2sink;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.tck.SinkFixture.Tampering;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.UnaryOperator;

/** Somebody with the keys of the database. */
record H2Tampering(UnaryOperator<String> url) implements Tampering {

  private static final String NEWEST =
      " WHERE name = ? AND version = (SELECT max(version) FROM \"kit_r1\" WHERE name = ?)";

  @Override
  public void alter(String namespace, ResourceId id) throws SQLException {
    String name = Names.of(id);
    String body = new String(body(namespace, name), StandardCharsets.UTF_8);
    String altered = body.substring(0, body.lastIndexOf('}')) + ",\"altered\":true}";
    update(
        namespace,
        "UPDATE \"kit_r1\" SET body = ?" + NEWEST,
        altered.getBytes(StandardCharsets.UTF_8),
        name,
        name);
  }

  @Override
  public boolean remove(String namespace, ResourceId id) throws SQLException {
    update(namespace, "DELETE FROM \"kit_r1\" WHERE name = ?", Names.of(id));
    return true;
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) throws SQLException {
    String from = Names.of(copied);
    update(
        namespace,
        "INSERT INTO \"kit_r1\" SELECT CAST(? AS VARCHAR), version, owner, appended, source,"
            + " deleted, body FROM \"kit_r1\""
            + NEWEST,
        name,
        from,
        from);
    return true;
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) throws SQLException {
    String name = Names.of(id);
    update(
        namespace, "UPDATE \"kit_r1\" SET version = ?" + NEWEST, version.value(), name, name);
    return true;
  }

  @Override
  public boolean spoil(String namespace, ResourceId id) throws SQLException {
    String name = Names.of(id);
    update(namespace, "UPDATE \"kit_r1\" SET body = X'007b'" + NEWEST, name, name);
    return true;
  }

  private byte[] body(String namespace, String name) throws SQLException {
    try (Connection connection = connect(namespace);
        PreparedStatement statement =
            connection.prepareStatement("SELECT body FROM \"kit_r1\"" + NEWEST)) {
      statement.setString(1, name);
      statement.setString(2, name);
      var result = statement.executeQuery();
      result.next();
      return result.getBytes(1);
    }
  }

  private void update(String namespace, String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect(namespace);
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      statement.executeUpdate();
    }
  }

  private Connection connect(String namespace) throws SQLException {
    return DriverManager.getConnection(url.apply(namespace), "sa", "");
  }
}
