package io.distributary.sinks.neo4j;

import io.distributary.sink.SinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.BookmarkManager;

/**
 * A connection for queries, one at a time, with a relay, a driver and a thread of its own. When a
 * query does not end as it should, the connection is cut, which ends the transaction in the server,
 * and the next query makes a new one. So it does when the caller is interrupted: the driver itself
 * (6.2.1) waits on for the server.
 */
final class QueryConnection implements AutoCloseable {
  private final Neo4jConfig config;
  private final BookmarkManager bookmarks;
  private final BoltRelay relay;
  private final ExecutorService asking;
  private @Nullable Neo4jDatabase database;

  private QueryConnection(Neo4jConfig config, BookmarkManager bookmarks, BoltRelay relay) {
    this.config = config;
    this.bookmarks = bookmarks;
    this.relay = relay;
    this.asking =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, relay.name() + "-query");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Nothing is connected before the first query. */
  static QueryConnection of(Neo4jConfig config, BookmarkManager bookmarks) throws SinkException {
    try {
      ServerAddress server = ServerAddress.of(config.uri());
      return new QueryConnection(
          config, bookmarks, BoltRelay.open(server, config.connectTimeout()));
    } catch (IOException e) {
      throw Neo4jErrors.UNREACHABLE.exception(e);
    }
  }

  <T> T read(Duration timeout, AnswerMemory memory, Neo4jDatabase.Work<T> work)
      throws SinkException {
    relay.begin(memory);
    Future<T> answer = submitted(() -> connected().read(timeout, work));
    boolean atRest = false;
    try {
      T result = awaited(answer);
      atRest = memory.cut().isEmpty();
      return result;
    } finally {
      relay.end();
      if (!atRest) {
        answer.cancel(true);
        disconnect();
      }
      memory.release();
    }
  }

  private <T> Future<T> submitted(Callable<T> query) throws SinkException {
    try {
      return asking.submit(query);
    } catch (RejectedExecutionException e) { // the view was closed
      throw Neo4jErrors.UNREACHABLE.exception(e);
    }
  }

  private static <T> T awaited(Future<T> answer) throws SinkException {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Neo4jErrors.UNREACHABLE.exception(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SinkException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException("A query failed in a way that it cannot", e);
    }
  }

  /** Whether a query can be asked by it; not so when its relay has ended. */
  boolean isUsable() {
    return !relay.isClosed();
  }

  private synchronized Neo4jDatabase connected() {
    if (database == null) {
      database = Neo4jDatabase.behind(relay.port(), config, bookmarks);
    }
    return database;
  }

  private synchronized void disconnect() {
    relay.cut();
    if (database != null) {
      database.closeLater();
      database = null;
    }
  }

  @Override
  public void close() {
    asking.shutdownNow();
    disconnect();
    relay.close();
  }
}
