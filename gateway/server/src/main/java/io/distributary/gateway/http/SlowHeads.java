package io.distributary.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes connections on which no whole request head comes in time, however many bytes of one do: a
 * byte a second keeps an idle time-out away for ever. A new connection has {@code http.timeout} for
 * its first head; one that was answered may be idle as long as the server's idle time-out, and its
 * next head must be there by then. One timer looks at all connections, each second.
 */
final class SlowHeads {
  private static final long LOOK_MS = 1_000;

  private final long firstNanos;
  private final long nextNanos;
  private final Map<HttpConnection, Turn> turns = new ConcurrentHashMap<>();

  /**
   * @param first from the connection to the end of its first head
   * @param next from an answer to the end of the next head
   */
  SlowHeads(Duration first, Duration next) {
    this.firstNanos = first.toNanos();
    this.nextNanos = next.toNanos();
  }

  /** Whose turn it is: ours while requests are under way, else the client's until its deadline. */
  private static final class Turn {
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile long deadline;

    Turn(long deadline) {
      this.deadline = deadline;
    }

    boolean isOver(long now) {
      return underWay.get() == 0 && now - deadline > 0;
    }
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(LOOK_MS, timer -> look(System.nanoTime()));
  }

  void opened(HttpConnection connection) {
    turns.put(connection, new Turn(System.nanoTime() + firstNanos));
    connection.closeHandler(closed -> turns.remove(connection));
  }

  /** A whole head is there; the clock stands still until all that was asked is answered. */
  void asked(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    Turn turn = turns.get(request.connection());
    if (turn != null) {
      turn.underWay.incrementAndGet();
      ctx.addEndHandler(
          end -> {
            turn.deadline = System.nanoTime() + nextNanos;
            turn.underWay.decrementAndGet();
          });
    }
    ctx.next();
  }

  private void look(long now) {
    turns.forEach(
        (connection, turn) -> {
          if (turn.isOver(now)) {
            connection.close();
          }
        });
  }
}
