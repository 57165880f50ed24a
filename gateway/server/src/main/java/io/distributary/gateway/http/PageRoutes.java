package io.distributary.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** One page for people, and the contract of all routes. */
final class PageRoutes {
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  void mount(Endpoints endpoints) {
    endpoints
        .get("/", file("page.html", "text/html; charset=utf-8"))
        .get("/page.css", file("page.css", "text/css; charset=utf-8"))
        .get("/page.js", file("page.js", "text/javascript; charset=utf-8"))
        .get("/favicon.svg", file("favicon.svg", "image/svg+xml"))
        .get("/openapi.json", file("openapi.json", "application/json"));
  }

  /** A file of this package's resources, read once. */
  private static Endpoints.Endpoint file(String name, String type) {
    Buffer bytes = Buffer.buffer(read(name));
    return ctx -> send(ctx, type, bytes);
  }

  private static Future<Void> send(RoutingContext ctx, String type, Buffer bytes) {
    return ctx.response()
        .putHeader("Content-Type", type)
        .putHeader("Content-Security-Policy", POLICY)
        .putHeader("Cache-Control", "no-cache")
        .end(bytes);
  }

  private static byte[] read(String name) {
    try (InputStream in = PageRoutes.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
