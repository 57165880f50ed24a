package io.distributary.gateway.http;

import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Budget.Share;
import io.distributary.schemas.json.JsonLimits;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** How large and how slow a request may be, and how much of all requests is held at once. */
final class RequestLimits {
  private static final int MAX_URL = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;

  /** The body, what is read from it, and what is made of it: events, an answer. */
  private static final int COPIES = 3;

  /** Reading 16 MiB would hold up an event loop. */
  private static final int READ_AT_ONCE = 32 << 10;

  /** Trees of JSON are large while they are read; two at once keep two cores busy. */
  private static final int READERS = 2;

  private static final String SHARE = RequestLimits.class.getName();

  private static final long LOOK_AGAIN_MS = 100;
  private static final long LINGER_MS = 2_000;

  private final Vertx vertx;
  private final WorkerExecutor readers;
  private final Callers callers;
  private final long maxBody;
  private final Duration timeout;

  RequestLimits(Vertx vertx, Callers callers, long maxBody, Duration timeout) {
    this.vertx = vertx;
    this.readers = vertx.createSharedWorkerExecutor("bodies", READERS);
    this.callers = callers;
    this.maxBody = maxBody;
    this.timeout = timeout;
  }

  /** What the server itself refuses, before there is a request. */
  static HttpServerOptions serverOptions(Duration timeout) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_URL)
        .setMaxHeaderSize(MAX_HEADERS)
        .setDecompressionSupported(false)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) idle(timeout).toSeconds());
  }

  /**
   * How long nothing whole may come or go on a connection. Bytes that make no whole request head
   * yet do not count, as the server's idle handler stands behind its decoder.
   */
  private static Duration idle(Duration timeout) {
    return Duration.ofSeconds(Math.max(10, timeout.toSeconds() * 2));
  }

  /**
   * Reads a body; to be called before anything asynchronous. A body whose length is declared waits
   * until there is memory for all of it, and holds none meanwhile; any other one takes it as it
   * comes.
   */
  Future<byte[]> body(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      ctx.response().putHeader("Accept-Encoding", "identity");
      return Future.failedFuture(
          new HttpError(
              415, "not-supported", "Compressed requests are not supported: send it as it is."));
    }
    if (declared(request) > maxBody) {
      hangUp(ctx);
      return Future.failedFuture(tooLarge());
    }
    Share share = callers.keeping(ctx, BudgetKind.BODY).share();
    ctx.put(SHARE, share);
    request.pause();
    return memory(share, COPIES * declared(request), System.nanoTime() + timeout.toNanos())
        .onFailure(
            e -> {
              hangUp(ctx);
              request.resume(); // reads and forgets
            })
        .compose(granted -> read(ctx, share));
  }

  private Future<Void> memory(Share share, long bytes, long until) {
    if (share.growNow(bytes)) {
      return Future.succeededFuture();
    }
    if (System.nanoTime() - until >= 0) {
      return Future.failedFuture(tooMany());
    }
    return vertx
        .timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS)
        .mapEmpty()
        .compose(later -> memory(share, bytes, until));
  }

  private Future<byte[]> read(RoutingContext ctx, Share share) {
    if ("100-continue".equalsIgnoreCase(ctx.request().getHeader("Expect"))) {
      ctx.response().writeContinue();
    }
    return new Body(ctx, share).read();
  }

  /**
   * Reads a body that has come: at once, or on one of two workers when that would hold up an event
   * loop. The tree that is made of a large one is counted while it is read.
   */
  <T> Future<T> read(RoutingContext ctx, byte[] body, Callable<T> reading) {
    return body.length <= READ_AT_ONCE ? now(reading) : later(ctx, body, reading, false);
  }

  /**
   * The same where the tree is kept until the request has been answered, so that even a small one
   * counts.
   */
  <T> Future<T> readAndKeep(RoutingContext ctx, byte[] body, Callable<T> reading) {
    if (body.length > READ_AT_ONCE) {
      return later(ctx, body, reading, true);
    }
    Share share = ctx.get(SHARE);
    return share.growNow(tree(body)) ? now(reading) : Future.failedFuture(tooMany());
  }

  private static <T> Future<T> now(Callable<T> reading) {
    try {
      return Future.succeededFuture(reading.call());
    } catch (Exception e) {
      return Future.failedFuture(e);
    }
  }

  private <T> Future<T> later(RoutingContext ctx, byte[] body, Callable<T> reading, boolean kept) {
    Share share = ctx.get(SHARE);
    return readers.executeBlocking(() -> counted(share, body, reading, kept), false);
  }

  private static <T> T counted(Share share, byte[] body, Callable<T> reading, boolean kept)
      throws Exception {
    long bytes = tree(body);
    if (!share.grow(bytes)) {
      throw tooMany();
    }
    try {
      return reading.call();
    } finally {
      share.shrink(kept ? 0 : bytes);
    }
  }

  /** What a tree takes beyond what is counted for its body; no reader makes a larger one. */
  private static long tree(byte[] body) {
    long values = Math.min(JsonValues.atMost(body), JsonLimits.RESOURCE.values());
    return Math.max(0, values * JsonValues.BYTES - (COPIES - 1L) * body.length);
  }

  private static HttpError tooMany() {
    return new HttpError(503, "transient", "Too many large requests at once. Try again later.");
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw HttpError.invalid("Content-Length is not a number.");
    }
  }

  /**
   * Ends the connection when the refusal has been sent: at once when the rest of the body has come,
   * else after a while in which it is read and forgotten, as a client that still writes would never
   * see the answer.
   */
  private void hangUp(RoutingContext ctx) {
    HttpServerRequest request = ctx.request();
    ctx.response().putHeader("Connection", "close");
    ctx.addEndHandler(
        sent -> {
          if (request.isEnded() || sent.failed()) {
            request.connection().close();
          } else {
            request.endHandler(end -> request.connection().close());
            vertx.setTimer(LINGER_MS, over -> request.connection().close());
          }
        });
  }

  private static HttpError tooLate() {
    return new HttpError(408, "timeout", "The body did not come in time.");
  }

  private HttpError tooLarge() {
    return new HttpError(413, "too-long", "The request is larger than " + maxBody + " bytes.");
  }

  /** One body on its way in. */
  private final class Body {
    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final Share share;
    private final Promise<byte[]> done = Promise.promise();
    private BodyBytes bytes;
    private long paid;

    Body(RoutingContext ctx, Share share) {
      this.ctx = ctx;
      this.request = ctx.request();
      this.share = share;
      this.bytes = new BodyBytes((int) declared(request));
      this.paid = COPIES * declared(request);
    }

    Future<byte[]> read() {
      long timer = vertx.setTimer(timeout.toMillis(), late -> refuse(tooLate()));
      request.handler(this::take);
      request.exceptionHandler(e -> refuse(HttpError.invalid("The body is incomplete.")));
      request.endHandler(end -> finish());
      request.resume();
      return done.future().onComplete(result -> vertx.cancelTimer(timer));
    }

    /** What comes after a refusal is read and forgotten, so that the client sees the refusal. */
    private void take(Buffer chunk) {
      if (done.future().isComplete()) {
        return;
      }
      if (bytes.size() + chunk.length() > maxBody) {
        refuse(tooLarge());
      } else if (isPaidFor(chunk.length())) {
        bytes.writeBytes(chunk.getBytes());
      } else {
        refuse(tooMany());
      }
    }

    private boolean isPaidFor(int more) {
      long needed = (long) COPIES * (bytes.size() + more);
      if (needed > paid && share.growNow(needed - paid)) {
        paid = needed;
      }
      return needed <= paid;
    }

    private void refuse(HttpError error) {
      if (!done.future().isComplete()) {
        bytes = new BodyBytes(0);
        hangUp(ctx);
        done.fail(error);
      }
    }

    private void finish() {
      if (!done.future().isComplete()) {
        done.complete(bytes.whole());
      }
    }
  }
}
