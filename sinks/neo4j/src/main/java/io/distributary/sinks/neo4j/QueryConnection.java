package io.distributary.sinks.neo4j;

import io.distributary.sink.SinkException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.BookmarkManager;

/**
 * A connection for queries, one at a time, with a relay and a driver of its own. When a query does
 * not end as it should, the connection is cut, which ends the transaction in the server, and the
 * next query makes a new one.
 */
final class QueryConnection implements AutoCloseable {
  private final Neo4jConfig config;
  private final BookmarkManager bookmarks;
  private final BoltRelay relay;
  private @Nullable Neo4jDatabase database;

  private QueryConnection(Neo4jConfig config, BookmarkManager bookmarks, BoltRelay relay) {
    this.config = config;
    this.bookmarks = bookmarks;
    this.relay = relay;
  }

  /** Nothing is connected before the first query. */
  static QueryConnection of(Neo4jConfig config, BookmarkManager bookmarks) throws SinkException {
    try {
      ServerAddress server = ServerAddress.of(config.uri());
      return new QueryConnection(
          config, bookmarks, BoltRelay.open(server, config.connectTimeout()));
    } catch (IOException e) {
      throw Neo4jErrors.AWAY.exception(e);
    }
  }

  <T> T read(Duration timeout, AnswerMemory memory, Neo4jDatabase.Work<T> work)
      throws SinkException {
    relay.begin(memory);
    boolean atRest = false;
    try {
      T result = connected().read(timeout, work);
      atRest = memory.cut().isEmpty();
      return result;
    } finally {
      relay.end();
      if (!atRest) {
        disconnect();
      }
      memory.release();
    }
  }

  private Neo4jDatabase connected() {
    if (database == null) {
      database = Neo4jDatabase.behind(relay.port(), config, bookmarks);
    }
    return database;
  }

  private void disconnect() {
    relay.cut();
    if (database != null) {
      database.closeLater();
      database = null;
    }
  }

  @Override
  public void close() {
    disconnect();
    relay.close();
  }
}
