package io.distributary.sinks.neo4j;

import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.neo4j.driver.BookmarkManager;

/**
 * The connections that native queries have to themselves, made as they are needed, at most {@link
 * #MOST}; who comes when all are in use waits until the deadline at most.
 */
final class QueryConnections implements AutoCloseable {
  static final int MOST = 8;

  private final Opener opener;
  private final Semaphore free = new Semaphore(MOST, true);
  private final Semaphore making = new Semaphore(1, true);
  private final Deque<QueryConnection> idle = new ArrayDeque<>();
  private boolean closed;

  /** Makes a connection. */
  interface Opener {
    QueryConnection open() throws SinkException;
  }

  QueryConnections(Opener opener) {
    this.opener = opener;
  }

  /**
   * @param bookmarks of those who write, so that a query sees what was written before it
   */
  static QueryConnections of(Neo4jConfig config, BookmarkManager bookmarks) {
    return new QueryConnections(() -> QueryConnection.of(config, bookmarks));
  }

  /**
   * Work in a transaction that only reads, its answers' memory taken before they are there.
   *
   * @param makesValues see {@link CypherText#makesValues}: one such at a time
   */
  <T> T read(
      ReadContext context, AnswerMemory memory, boolean makesValues, Neo4jDatabase.Work<T> work)
      throws SinkException {
    return makesValues
        ? with(making, context, () -> read(context, memory, work))
        : read(context, memory, work);
  }

  private <T> T read(ReadContext context, AnswerMemory memory, Neo4jDatabase.Work<T> work)
      throws SinkException {
    return with(
        free,
        context,
        () -> {
          QueryConnection connection = take();
          try {
            return connection.read(context.timeLeft(), memory, work);
          } finally {
            give(connection);
          }
        });
  }

  private interface Reading<T> {
    T read() throws SinkException;
  }

  private <T> T with(Semaphore permits, ReadContext context, Reading<T> reading)
      throws SinkException {
    await(permits, context);
    try {
      return reading.read();
    } finally {
      permits.release();
    }
  }

  private void await(Semaphore permits, ReadContext context) throws SinkException {
    try {
      if (!permits.tryAcquire(context.timeLeft().toMillis(), TimeUnit.MILLISECONDS)) {
        throw Neo4jErrors.IN_USE.exception(null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Neo4jErrors.IN_USE.exception(e);
    }
  }

  private synchronized QueryConnection take() throws SinkException {
    QueryConnection last = idle.pollLast();
    while (last != null && !last.isUsable()) {
      last.close();
      last = idle.pollLast();
    }
    return last == null ? opener.open() : last;
  }

  private synchronized void give(QueryConnection connection) {
    if (closed || !connection.isUsable()) {
      connection.close();
    } else {
      idle.addLast(connection);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(QueryConnection::close);
    idle.clear();
  }
}
