package io.distributary.gateway.http;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.match.LivePatientIndex;
import io.distributary.gateway.projector.DeadLetterService;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.view.ViewSet;
import io.distributary.gateway.write.WriteService;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.function.Supplier;

/** Everything that the gateway answers over HTTP. */
public final class HttpApi {
  private static final String STARTING = "The gateway is starting: it waits for Kafka.";

  /**
   * What the routes need of the rest of the gateway.
   *
   * @param all the views of this gateway
   * @param budget of answers and request bodies
   * @param index of patients; empty when patients are not looked up here
   * @param notReady why the gateway cannot work now, in a sentence; empty when it can
   */
  public record Parts(
      Views views,
      ViewSet all,
      Budget budget,
      WriteService writeService,
      DeadLetters letters,
      DeadLetterService deadLetterService,
      Optional<LivePatientIndex> patientIndex,
      Supplier<Optional<String>> notReady) {}

  private final Vertx vertx;
  private final GatewayConfig.Http config;
  private final PrometheusMeterRegistry meters;
  private volatile Router router;

  /** Answers that the gateway is starting, until {@link #open}. */
  public HttpApi(Vertx vertx, GatewayConfig.Http config, PrometheusMeterRegistry meters) {
    this.vertx = vertx;
    this.config = config;
    this.meters = meters;
    this.router = starting();
  }

  /** Address and limits for the server that {@link #mount} is called with. */
  public HttpServerOptions serverOptions() {
    return RequestLimits.serverOptions(config.timeout())
        .setHost(config.host())
        .setPort(config.port());
  }

  /** Makes a server answer; to be called before it listens. */
  public HttpServer mount(HttpServer server) {
    return server
        .requestHandler(new Turns(vertx, this::handle, meters)::handle)
        .invalidRequestHandler(InvalidRequests::answer)
        .exceptionHandler(InvalidRequests::note);
  }

  private void handle(HttpServerRequest request) {
    if (request.path().startsWith("/")) {
      router.handle(request);
    } else {
      InvalidRequests.answer(request); // it is addressed to nothing that has routes
    }
  }

  /** From now on all routes are answered. */
  public void open(Parts parts) {
    Router whole = guarded();
    all(whole, parts).close();
    whole.route().handler(ctx -> ctx.fail(HttpError.notFound("There is nothing here.")));
    router = whole;
  }

  private Router guarded() {
    Router fresh = Router.router(vertx);
    fresh
        .route()
        .handler(Turns::forgetUnreadBody)
        .handler(new Guard(config)::check)
        .failureHandler(Errors::answer);
    return fresh;
  }

  private Router starting() {
    Router small = guarded();
    Endpoints endpoints = new Endpoints(small, meters);
    new HealthRoutes(() -> Optional.of(STARTING), meters).mount(endpoints);
    new PageRoutes().mount(endpoints);
    endpoints.close();
    small.route().handler(ctx -> ctx.fail(new HttpError(503, "transient", STARTING)));
    return small;
  }

  /** All routes; they are on the router when they are closed. */
  Endpoints all(Router to, Parts parts) {
    Callers callers = new Callers(parts.budget());
    RequestLimits limits =
        new RequestLimits(vertx, callers, config.maxBodyBytes().count(), config.timeout());
    Views views = parts.views();
    Endpoints endpoints = new Endpoints(to, meters);
    new FhirRoutes(views, callers, new FhirBundles(views, callers, config.timeout()), limits)
        .mount(endpoints);
    new FhirWriteRoutes(
            views, callers, parts.writeService(), limits, config.timeout(), config.source())
        .mount(endpoints);
    new MatchRoutes(views, callers, parts.patientIndex(), limits, config.timeout())
        .mount(endpoints);
    new ViewRoutes(views, parts.budget(), callers, parts.all(), limits, config.timeout())
        .mount(endpoints);
    new RevisionRoutes(new KnownViews(views), limits).mount(endpoints);
    new VerifyRoutes(new KnownViews(views), limits).mount(endpoints);
    new DeadLetterRoutes(
            views, parts.letters(), parts.deadLetterService(), limits, config.timeout())
        .mount(endpoints);
    new HealthRoutes(parts.notReady(), meters).mount(endpoints);
    new PageRoutes().mount(endpoints);
    return endpoints;
  }
}
