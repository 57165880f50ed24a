package io.distributary.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Sends an answer that is in memory piece by piece, as fast as the client reads, and lets go of what
 * was sent. A client that reads less than 256 KiB a second, after a first while, is cut off: it
 * would hold memory that others wait for.
 */
final class PacedAnswer {
  private static final int PIECE = 64 << 10;
  private static final long LEAST_BYTES_A_SECOND = 256 << 10;
  private static final Duration FIRST_WHILE = Duration.ofSeconds(30);

  private final HttpServerResponse response;
  private final Deque<Buffer> pieces;

  private PacedAnswer(HttpServerResponse response, Deque<Buffer> pieces) {
    this.response = response;
    this.pieces = pieces;
  }

  /** Sends bytes; status and other headers are set already. */
  static Future<Void> send(RoutingContext ctx, byte[] bytes) {
    if (bytes.length <= PIECE) {
      return ctx.response().end(Buffer.buffer(bytes));
    }
    return send(ctx, List.of(ByteBuffer.wrap(bytes)));
  }

  /** The same of bytes that lie in several places. */
  static Future<Void> send(RoutingContext ctx, List<ByteBuffer> parts) {
    Deque<Buffer> pieces = new ArrayDeque<>();
    parts.forEach(part -> cut(part).forEach(pieces::add));
    long length = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    HttpServerResponse response = ctx.response();
    response.putHeader("Content-Length", Long.toString(length));
    Vertx vertx = ctx.vertx();
    long longest = FIRST_WHILE.toMillis() + 1_000 * length / LEAST_BYTES_A_SECOND;
    long timer = vertx.setTimer(longest, late -> ctx.request().connection().close());
    return new PacedAnswer(response, pieces)
        .next()
        .onComplete(sent -> vertx.cancelTimer(timer));
  }

  private static List<Buffer> cut(ByteBuffer part) {
    List<Buffer> cut = new ArrayList<>();
    for (int at = part.position(); at < part.limit(); at += PIECE) {
      int length = Math.min(PIECE, part.limit() - at);
      cut.add(Buffer.buffer(io.netty.buffer.Unpooled.wrappedBuffer(part.slice(at, length))));
    }
    return cut;
  }

  private Future<Void> next() {
    Buffer piece = pieces.poll();
    if (piece == null) {
      return response.end();
    }
    return pieces.isEmpty() ? response.end(piece) : response.write(piece).compose(sent -> next());
  }
}
