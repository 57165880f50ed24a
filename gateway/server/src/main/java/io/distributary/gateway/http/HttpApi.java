package io.distributary.gateway.http;

import io.distributary.gateway.command.Door;
import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.projector.Projectors;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.stream.DeadLetters;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Everything that the gateway answers over HTTP. */
public final class HttpApi {
  /**
   * What the routes need of the rest of the gateway.
   *
   * @param notReady why the gateway cannot work now, in a sentence; empty when it can
   */
  public record Parts(
      Views views,
      Door door,
      Projectors projectors,
      DeadLetters letters,
      PrometheusMeterRegistry meters,
      Supplier<Optional<String>> notReady) {}

  private final GatewayConfig.Http config;
  private final Router router;
  private final Endpoints endpoints;

  public HttpApi(Vertx vertx, GatewayConfig.Http config, Parts parts) {
    this.config = config;
    this.router = Router.router(vertx);
    router.route().handler(new Guard(config)::check).failureHandler(Errors::answer);
    this.endpoints = new Endpoints(router, parts.meters());
    mount(new RequestLimits(vertx, config.maxBodyBytes().count(), config.timeout()), parts);
    endpoints.close();
  }

  private void mount(RequestLimits limits, Parts parts) {
    Views views = parts.views();
    FhirBundles bundles = new FhirBundles(views, config.timeout());
    new FhirRoutes(views, bundles).mount(endpoints);
    new FhirWriteRoutes(parts.door(), limits, config.source()).mount(endpoints);
    new ViewRoutes(views, parts.projectors(), limits, config.timeout()).mount(endpoints);
    new AdminRoutes(views, parts.letters()).mount(endpoints);
    new HealthRoutes(parts.notReady(), parts.meters()).mount(endpoints);
    new PageRoutes().mount(endpoints);
  }

  /** Address and limits for the server that {@link #mount} is called with. */
  public HttpServerOptions serverOptions() {
    return RequestLimits.serverOptions(config.timeout())
        .setHost(config.host())
        .setPort(config.port());
  }

  /** Makes a server answer all routes. */
  public HttpServer mount(HttpServer server) {
    return server
        .requestHandler(router)
        .invalidRequestHandler(InvalidRequests::answer)
        .exceptionHandler(InvalidRequests::note);
  }

  /** Methods by path, in OpenAPI's form. */
  Map<String, Set<String>> routes() {
    return endpoints.table();
  }
}
