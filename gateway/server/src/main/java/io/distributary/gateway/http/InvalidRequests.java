package io.distributary.gateway.http;

import io.netty.handler.codec.TooLongFrameException;
import io.vertx.core.http.HttpServerRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is no HTTP, or too much of it: answered once, and the connection ends. */
final class InvalidRequests {
  private static final Logger LOG = LoggerFactory.getLogger(InvalidRequests.class);

  private InvalidRequests() {}

  static void answer(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status = 400;
    if (cause instanceof TooLongFrameException) {
      boolean line = String.valueOf(cause.getMessage()).contains("line is larger");
      status = line ? 414 : 431;
    }
    Guard.protect(request.response());
    request.response().putHeader("Connection", "close");
    Problem.send(request.response(), HttpError.of(null, status));
    request.connection().close();
  }

  static void note(Throwable failure) {
    LOG.debug("A connection ended: {}", failure.getClass().getName());
  }
}
