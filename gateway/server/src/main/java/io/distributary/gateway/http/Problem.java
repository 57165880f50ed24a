package io.distributary.gateway.http;

import io.distributary.gateway.control.ControlCodec;
import io.distributary.gateway.control.ControlDocument;
import io.distributary.gateway.control.ProblemJson;
import io.distributary.gateway.control.RedriveProblemJson;
import io.distributary.gateway.control.RedrivenJson;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/** Errors outside {@code /fhir}: RFC 9457. */
final class Problem {
  private Problem() {}

  static void send(HttpServerResponse response, HttpError error) {
    write(response, error, json(error));
  }

  /**
   * @param redriven what was done nevertheless
   */
  static Future<Void> send(HttpServerResponse response, HttpError error, RedrivenJson redriven) {
    return write(response, error, new RedriveProblemJson(json(error), redriven));
  }

  private static Future<Void> write(
      HttpServerResponse response, HttpError error, ControlDocument problem) {
    response.setStatusCode(error.status()).putHeader("Content-Type", "application/problem+json");
    return response.end(Buffer.buffer(ControlCodec.write(problem)));
  }

  private static ProblemJson json(HttpError error) {
    return new ProblemJson(
        "about:blank",
        HttpResponseStatus.valueOf(error.status()).reasonPhrase(),
        error.status(),
        error.message(),
        error.element().isEmpty() ? null : error.element());
  }
}
