package io.distributary.gateway.http;

import io.distributary.gateway.control.ControlCodec;
import io.distributary.gateway.control.ControlDocument;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.util.List;

/** Plain JSON, outside FHIR; numbers keep their digits. */
final class JsonHttp {
  private JsonHttp() {}

  static Future<Void> send(RoutingContext ctx, ControlDocument document) {
    putHeaders(ctx);
    return PacedAnswer.send(ctx, ControlCodec.write(document));
  }

  /** One JSON value that lies in several places. */
  static Future<Void> send(RoutingContext ctx, List<ByteBuffer> parts) {
    putHeaders(ctx);
    return PacedAnswer.send(ctx, parts);
  }

  private static void putHeaders(RoutingContext ctx) {
    ctx.response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "no-store");
  }

  static void checkContentType(RoutingContext ctx) {
    String given = ctx.request().getHeader("Content-Type");
    MediaType type = MediaType.of(given == null ? "" : given);
    if (!type.type().matches("application/([a-z.]+\\+)?json") || !type.isUtf8()) {
      throw new HttpError(
          415, "not-supported", "The Content-Type is not application/json, in UTF-8.");
    }
  }
}
