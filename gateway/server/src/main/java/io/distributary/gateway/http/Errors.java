package io.distributary.gateway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where a failed request is answered. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  static void answer(RoutingContext ctx) {
    HttpError error = HttpError.of(ctx.failure(), ctx.statusCode());
    HttpServerResponse response = ctx.response();
    if (response.closed()) {
      return; // the client has left, which fails whatever was being written
    }
    if (error.status() == 500 && ctx.failure() != null) {
      LOG.error("A request failed: {}", trace(ctx.failure()));
    }
    if (response.ended()) {
      return;
    }
    if (response.headWritten()) {
      // Half an answer must not look like a whole one.
      ctx.request().connection().close();
      return;
    }
    send(ctx.request(), error);
  }

  /** Answers with an error in the form of the path: an OperationOutcome, or problem details. */
  static void send(HttpServerRequest request, HttpError error) {
    HttpServerResponse response = request.response();
    response.putHeader("Cache-Control", "no-store");
    if (error.isTransient()) {
      response.putHeader("Retry-After", "1");
    }
    if (error.status() == 413 || error.status() == 408) {
      response.putHeader("Connection", "close");
    }
    String path = request.path();
    if (path != null && (path.equals("/fhir") || path.startsWith("/fhir/"))) {
      Outcome.send(response, error);
    } else {
      Problem.send(response, error);
    }
  }

  /** The classes and the place; a message could hold data. */
  private static String trace(Throwable failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    return failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
  }
}
