package io.distributary.gateway.http;

import io.distributary.schemas.json.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Errors outside {@code /fhir}: RFC 9457. */
final class Problem {
  private Problem() {}

  static void send(HttpServerResponse response, HttpError error) {
    send(response, error, Map.of());
  }

  /**
   * @param more what there is to say beside the error
   */
  static Future<Void> send(
      HttpServerResponse response, HttpError error, Map<String, @Nullable Object> more) {
    Map<String, @Nullable Object> problem = new LinkedHashMap<>();
    problem.put("type", "about:blank");
    problem.put("title", HttpResponseStatus.valueOf(error.status()).reasonPhrase());
    problem.put("status", error.status());
    problem.put("detail", error.message());
    if (!error.element().isEmpty()) {
      problem.put("element", error.element());
    }
    problem.putAll(more);
    response.setStatusCode(error.status()).putHeader("Content-Type", "application/problem+json");
    return response.end(Buffer.buffer(Json.write(problem)));
  }
}
