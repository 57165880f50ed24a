package io.distributary.gateway.http;

import io.distributary.gateway.control.HealthJson;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the gateway lives, whether it can work, and its numbers. */
final class HealthRoutes {
  private final Supplier<Optional<String>> notReady;
  private final PrometheusMeterRegistry meters;

  HealthRoutes(Supplier<Optional<String>> notReady, PrometheusMeterRegistry meters) {
    this.notReady = notReady;
    this.meters = meters;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .get("/livez", ctx -> JsonHttp.send(ctx, new HealthJson("alive")))
        .get("/readyz", this::ready)
        .get("/metrics", this::metrics);
  }

  private Future<?> ready(RoutingContext ctx) {
    Optional<String> reason = notReady.get();
    if (reason.isPresent()) {
      throw new HttpError(503, "transient", reason.get());
    }
    return JsonHttp.send(ctx, new HealthJson("ready"));
  }

  /** Numbers may take a while to gather; not on an event loop. */
  private Future<?> metrics(RoutingContext ctx) {
    return ctx.vertx()
        .executeBlocking(() -> meters.scrape("text/plain; version=0.0.4; charset=utf-8"), false)
        .compose(
            text ->
                ctx.response()
                    .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .end(text));
  }
}
