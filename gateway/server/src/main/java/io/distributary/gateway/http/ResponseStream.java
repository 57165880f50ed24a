package io.distributary.gateway.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is written by a worker, piece by piece, as fast as the client reads: it holds four
 * pieces of 64 KiB at most. Writing sends what is full, and waits for a client that is behind;
 * {@link #finish} sends what is left. Headers go out with the first piece, so until then another
 * answer is possible.
 */
final class ResponseStream extends OutputStream {
  private static final int PIECE = 64 << 10;
  private static final int PIECES_UNDER_WAY = 3;

  /** Many answers wait for their turn with nothing but their first words. */
  private static final int FIRST_WORDS = 512;

  private final Context context;
  private final HttpServerResponse response;
  private final Duration patience;
  private final Semaphore underWay = new Semaphore(PIECES_UNDER_WAY);
  private Buffer buffer = Buffer.buffer(FIRST_WORDS);
  private boolean ending;
  private volatile boolean gone;

  /**
   * @param context of the request
   * @param patience with a client that reads nothing
   */
  ResponseStream(Context context, HttpServerResponse response, Duration patience) {
    this.context = context;
    this.response = response;
    this.patience = patience;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  /** Blocks while the client is behind: for a worker thread, until {@link #ending}. */
  @Override
  public void write(byte[] bytes, int offset, int length) {
    if (ending) {
      buffer.appendBytes(bytes, offset, length);
      return;
    }
    for (int at = offset; at < offset + length && !gone; ) {
      int some = Math.min(PIECE - buffer.length(), offset + length - at);
      buffer.appendBytes(bytes, at, some);
      at += some;
      if (buffer.length() == PIECE) {
        sendPiece();
      }
    }
  }

  private void sendPiece() {
    if (!hasPlace()) {
      gone = true;
      return;
    }
    Buffer piece = buffer;
    buffer = Buffer.buffer(PIECE);
    context.runOnContext(ignored -> send(piece));
  }

  /** Whether the client still wants more. */
  boolean isWanted() {
    return !gone;
  }

  private boolean hasPlace() {
    try {
      return underWay.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS) && !gone;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void send(Buffer piece) {
    if (gone) {
      underWay.release();
      return;
    }
    if (!response.headWritten()) {
      response.setChunked(true);
    }
    response
        .write(piece)
        .onComplete(
            sent -> {
              gone = gone || sent.failed();
              underWay.release();
            });
  }

  /**
   * The worker is done: the few bytes that are still written are kept for {@link #finish}, and
   * writing blocks nobody any more. On the request's context.
   */
  void ending() {
    ending = true;
  }

  /**
   * Sends what is left and ends the answer, when the worker is done: behind the pieces that it has
   * handed over, which may still wait for their turn on the request's context.
   *
   * @return fails when the client has gone, or bytes for it were dropped: such an answer never ends
   *     as a whole one
   */
  Future<Void> finish() {
    Promise<Void> ended = Promise.promise();
    context.runOnContext(turn -> end().onComplete(ended));
    return ended.future();
  }

  private Future<Void> end() {
    return gone ? Future.failedFuture(tooSlow()) : response.end(buffer);
  }

  private static HttpError tooSlow() {
    return new HttpError(504, "timeout", "The client did not read in time.");
  }

  /** Nothing more is sent; a worker that waits for the client goes on and is told so. */
  void giveUp() {
    gone = true;
    underWay.release(PIECES_UNDER_WAY);
  }
}
