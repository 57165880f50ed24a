package io.distributary.gateway.http;

import io.distributary.schemas.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Plain JSON, outside FHIR; numbers keep their digits. */
final class JsonHttp {
  private JsonHttp() {}

  static Future<Void> send(RoutingContext ctx, Object tree) {
    return ctx.response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store")
        .end(Buffer.buffer(Json.write(tree)));
  }

  static void checkContentType(RoutingContext ctx) {
    String type = ctx.request().getHeader("Content-Type");
    if (type == null
        || !type.toLowerCase(Locale.ROOT).matches("application/([a-z.]+\\+)?json *(;.*)?")) {
      throw new HttpError(415, "not-supported", "The Content-Type is not application/json.");
    }
  }
}
