package io.distributary.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** How large and how slow a request may be, and how much of all requests is held at once. */
final class RequestLimits {
  private static final int MAX_URL = 8 << 10;
  private static final int MAX_HEADERS = 16 << 10;

  /** Bodies held in memory by all requests together, unless one alone may be larger. */
  private static final long ALL_BODIES = 64L << 20;

  private final Vertx vertx;
  private final long maxBody;
  private final Duration timeout;
  private final long budget;
  private final AtomicLong held = new AtomicLong();

  RequestLimits(Vertx vertx, long maxBody, Duration timeout) {
    this.vertx = vertx;
    this.maxBody = maxBody;
    this.timeout = timeout;
    this.budget = Math.max(ALL_BODIES, maxBody);
  }

  /** What the server itself refuses, before there is a request. */
  static HttpServerOptions serverOptions(Duration timeout) {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_URL)
        .setMaxHeaderSize(MAX_HEADERS)
        .setDecompressionSupported(false)
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout((int) Math.max(10, timeout.toSeconds() * 2));
  }

  /** Reads a body; to be called before anything asynchronous. */
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
      return Future.failedFuture(tooLarge());
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      ctx.response().writeContinue();
    }
    Body body = new Body(request);
    ctx.addEndHandler(end -> body.letGo());
    return body.read();
  }

  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      throw HttpError.invalid("Content-Length is not a number.");
    }
  }

  private HttpError tooLarge() {
    return new HttpError(413, "too-long", "The request is larger than " + maxBody + " bytes.");
  }

  /** One body on its way in. */
  private final class Body {
    private final HttpServerRequest request;
    private final Promise<byte[]> done = Promise.promise();
    private final Buffer bytes = Buffer.buffer();
    private long mine;

    Body(HttpServerRequest request) {
      this.request = request;
    }

    Future<byte[]> read() {
      long timer =
          vertx.setTimer(
              timeout.toMillis(),
              t -> done.tryFail(new HttpError(408, "timeout", "The body did not come in time.")));
      request.handler(this::take);
      request.exceptionHandler(e -> done.tryFail(HttpError.invalid("The body is incomplete.")));
      request.endHandler(end -> done.tryComplete(bytes.getBytes()));
      return done.future().onComplete(result -> vertx.cancelTimer(timer));
    }

    private void take(Buffer chunk) {
      if (done.future().isComplete()) {
        return;
      }
      if (bytes.length() + chunk.length() > maxBody) {
        done.tryFail(tooLarge());
        return;
      }
      mine += chunk.length();
      if (held.addAndGet(chunk.length()) > budget) {
        done.tryFail(
            new HttpError(503, "transient", "Too many large requests at once. Try again later."));
        return;
      }
      bytes.appendBuffer(chunk);
    }

    void letGo() {
      held.addAndGet(-mine);
      mine = 0;
    }
  }
}
