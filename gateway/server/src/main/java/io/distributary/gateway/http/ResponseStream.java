package io.distributary.gateway.http;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * An answer that is written by a worker, piece by piece, as fast as the client reads. Writing only
 * fills a buffer; {@link #pace} sends it and waits for the client, and {@link #finish} sends what
 * is left. Headers go out with the first piece, so until then another answer is possible.
 */
final class ResponseStream extends OutputStream {
  private static final int PIECE = 64 << 10;
  private static final int PIECES_UNDER_WAY = 4;

  private final Context context;
  private final HttpServerResponse response;
  private final Duration patience;
  private final Semaphore underWay = new Semaphore(PIECES_UNDER_WAY);
  private Buffer buffer = Buffer.buffer(PIECE);
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
    buffer.appendByte((byte) b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    buffer.appendBytes(bytes, offset, length);
  }

  /**
   * Sends full pieces; blocks while the client is behind. For a worker thread.
   *
   * @return whether the client still wants more
   */
  boolean pace() {
    if (buffer.length() < PIECE) {
      return !gone;
    }
    if (!hasPlace()) {
      gone = true;
      return false;
    }
    Buffer piece = buffer;
    buffer = Buffer.buffer(PIECE);
    context.runOnContext(ignored -> send(piece));
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

  /** Whether the client left, or was given up, before the end. */
  boolean isGone() {
    return gone;
  }

  /** Sends what is left and ends the answer. On the request's context, when the worker is done. */
  Future<Void> finish() {
    return response.end(buffer);
  }

  /** Nothing more is sent; a worker that waits for the client goes on and is told so. */
  void giveUp() {
    gone = true;
    underWay.release(PIECES_UNDER_WAY);
  }
}
