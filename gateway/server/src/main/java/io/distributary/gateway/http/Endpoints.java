package io.distributary.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Collects the routes: every path with its methods, so that the wrong method is answered with those
 * that are right, requests are measured by template, and the contract file can be held to what is
 * there.
 */
final class Endpoints {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");

  private final Router router;
  private final MeterRegistry meters;
  private final Map<String, Set<String>> table = new LinkedHashMap<>();
  private final Map<Answered, Timer> timers = new ConcurrentHashMap<>();

  Endpoints(Router router, MeterRegistry meters) {
    this.router = router;
    this.meters = meters;
  }

  /** Answers a request; what the future fails with is answered as an error. */
  interface Endpoint {
    Future<?> answer(RoutingContext ctx);
  }

  /**
   * Answers GET and HEAD.
   *
   * @param path in Vert.x's form: {@code /views/:view}
   */
  Endpoints get(String path, Endpoint endpoint) {
    add(HttpMethod.GET, path, endpoint);
    add(HttpMethod.HEAD, path, endpoint);
    return this;
  }

  Endpoints put(String path, Endpoint endpoint) {
    return add(HttpMethod.PUT, path, endpoint);
  }

  Endpoints post(String path, Endpoint endpoint) {
    return add(HttpMethod.POST, path, endpoint);
  }

  Endpoints delete(String path, Endpoint endpoint) {
    return add(HttpMethod.DELETE, path, endpoint);
  }

  private Endpoints add(HttpMethod method, String path, Endpoint endpoint) {
    table.computeIfAbsent(path, p -> new TreeSet<>()).add(method.name());
    spellings(path)
        .forEach(each -> router.route(method, each).handler(ctx -> run(ctx, path, endpoint)));
    return this;
  }

  /** Some clients encode the dollar of an operation, which they need not, and may. */
  private static Stream<String> spellings(String path) {
    return Stream.of(path, path.replace("$", "%24")).distinct();
  }

  private void run(RoutingContext ctx, String path, Endpoint endpoint) {
    long start = System.nanoTime();
    ctx.addEndHandler(end -> measure(ctx, path, System.nanoTime() - start));
    ctx.addEndHandler(
        end -> {
          if (end.failed()) { // the client has left: what was being written may never say so
            Callers.end(ctx);
          }
        });
    answer(ctx, endpoint).onFailure(ctx::fail).onComplete(sent -> Callers.end(ctx));
  }

  private static Future<?> answer(RoutingContext ctx, Endpoint endpoint) {
    try {
      return endpoint.answer(ctx);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private void measure(RoutingContext ctx, String path, long nanos) {
    String method = ctx.request().method().name();
    Answered answered =
        new Answered(
            METHODS.contains(method) ? method : "other", path, ctx.response().getStatusCode());
    timers.computeIfAbsent(answered, this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Answered answered) {
    return Timer.builder("distributary.http.request")
        .description("HTTP requests by route")
        .tag("method", answered.method())
        .tag("route", template(answered.path()))
        .tag("status", Integer.toString(answered.status()))
        .register(meters);
  }

  /** By what answers are told apart in the metrics. */
  private record Answered(String method, String path, int status) {}

  /** Answers every path that is known with another method; to be called when all are there. */
  void close() {
    table.forEach(
        (path, methods) ->
            spellings(path)
                .forEach(each -> router.route(each).handler(ctx -> refuse(ctx, methods))));
    router.route().handler(ctx -> ctx.fail(HttpError.notFound("There is nothing here.")));
  }

  private static void refuse(RoutingContext ctx, Set<String> methods) {
    String allowed = String.join(", ", methods);
    ctx.response().putHeader("Allow", allowed);
    ctx.fail(new HttpError(405, "not-supported", "The method is not one of " + allowed + "."));
  }

  /** Methods by path, in OpenAPI's form: {@code /views/{view}}. */
  Map<String, Set<String>> table() {
    Map<String, Set<String>> templates = new LinkedHashMap<>();
    table.forEach((path, methods) -> templates.put(template(path), methods));
    return Collections.unmodifiableMap(templates);
  }

  private static String template(String path) {
    return path.replaceAll(":(\\w+)", "{$1}");
  }
}
