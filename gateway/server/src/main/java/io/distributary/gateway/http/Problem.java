package io.distributary.gateway.http;

import io.distributary.schemas.json.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;

/** Errors outside {@code /fhir}: RFC 9457. */
final class Problem {
  private Problem() {}

  static void send(HttpServerResponse response, HttpError error) {
    Map<String, Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpResponseStatus.valueOf(error.status()).reasonPhrase());
    problem.put("status", error.status());
    problem.put("detail", error.message());
    if (!error.element().isEmpty()) {
      problem.put("element", error.element());
    }
    response.setStatusCode(error.status()).putHeader("Content-Type", "application/problem+json");
    response.end(Buffer.buffer(Json.write(problem)));
  }
}
