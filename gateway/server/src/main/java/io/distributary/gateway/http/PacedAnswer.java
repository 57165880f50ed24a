package io.distributary.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Sends an answer that is in memory piece by piece, as fast as the client reads, and lets go of
 * what was sent. A client that reads less than 256 KiB a second, after a first while, is cut off:
 * it would hold memory that others wait for.
 */
final class PacedAnswer {
  private static final int PIECE = 64 << 10;
  private static final long LEAST_BYTES_A_SECOND = 256 << 10;
  private static final Duration FIRST_WHILE = Duration.ofSeconds(30);

  private final HttpServerResponse response;
  private final Deque<ByteBuffer> left;

  private PacedAnswer(HttpServerResponse response, List<ByteBuffer> parts) {
    this.response = response;
    this.left = new ArrayDeque<>(parts);
  }

  /** Sends bytes; status and other headers are set already. */
  static Future<Void> send(RoutingContext ctx, byte[] bytes) {
    return bytes.length <= PIECE
        ? ctx.response().end(Buffer.buffer(bytes))
        : send(ctx, List.of(ByteBuffer.wrap(bytes)));
  }

  /** The same of bytes that lie in several places, on the heap. */
  static Future<Void> send(RoutingContext ctx, List<ByteBuffer> parts) {
    long length = parts.stream().mapToLong(ByteBuffer::remaining).sum();
    HttpServerResponse response = ctx.response();
    response.putHeader("Content-Length", Long.toString(length));
    Vertx vertx = ctx.vertx();
    long longest = FIRST_WHILE.toMillis() + 1_000 * length / LEAST_BYTES_A_SECOND;
    long timer = vertx.setTimer(longest, late -> ctx.request().connection().close());
    return new PacedAnswer(response, parts).next().onComplete(sent -> vertx.cancelTimer(timer));
  }

  private Future<Void> next() {
    Buffer piece = piece();
    return left.isEmpty() ? response.end(piece) : response.write(piece).compose(sent -> next());
  }

  private Buffer piece() {
    Buffer piece = Buffer.buffer(PIECE);
    while (piece.length() < PIECE && !left.isEmpty()) {
      ByteBuffer part = left.element();
      int some = Math.min(PIECE - piece.length(), part.remaining());
      piece.appendBytes(part.array(), part.arrayOffset() + part.position(), some);
      part.position(part.position() + some);
      if (!part.hasRemaining()) {
        left.remove();
      }
    }
    return piece;
  }
}
