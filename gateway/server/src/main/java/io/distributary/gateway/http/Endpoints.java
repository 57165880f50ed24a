package io.distributary.gateway.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Collects the routes: every path with its methods, so that the wrong method is answered with those
 * that are right, requests are measured by template, and the contract file can be held to what is
 * there. What a path answers is told by one template alone: {@code /fhir/metadata} is never taken
 * for a {@code /fhir/:type}.
 */
final class Endpoints {
  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH", "OPTIONS");

  private final Router router;
  private final MeterRegistry meters;
  private final Map<String, Map<HttpMethod, Endpoint>> table = new LinkedHashMap<>();
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
    table.computeIfAbsent(path, p -> new LinkedHashMap<>()).put(method, endpoint);
    return this;
  }

  /**
   * Puts everything on the router, names before parameters, and answers every path that is known
   * with another method; to be called when all are there. A router tries one route after the other:
   * those of resources, for which most requests are, come first.
   */
  void close() {
    table.keySet().stream()
        .sorted(Comparator.comparing(Endpoints::isOfOthers).thenComparing(Endpoints::rank))
        .forEach(this::route);
  }

  private static boolean isOfOthers(String path) {
    return !path.startsWith("/fhir/");
  }

  /** By this, a path stands before those whose parameters would take its names. */
  private static String rank(String path) {
    return path.replaceAll("/[^:/][^/]*", "/0").replaceAll("/:[^/]*", "/1");
  }

  private void route(String path) {
    Map<HttpMethod, Endpoint> endpoints = table.getOrDefault(path, Map.of());
    for (String spelling : spellings(path).toList()) {
      router.route(spelling).handler(ctx -> dispatch(ctx, path, endpoints));
    }
  }

  private void dispatch(RoutingContext ctx, String path, Map<HttpMethod, Endpoint> endpoints) {
    Endpoint endpoint = endpoints.get(ctx.request().method());
    if (endpoint == null) {
      refuse(ctx, path, methods(endpoints));
    } else {
      run(ctx, path, endpoint);
    }
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
          if (end.failed()) {
            clientLeft(ctx);
          }
        });
    answer(ctx, endpoint).onFailure(ctx::fail).onComplete(sent -> Callers.end(ctx));
  }

  /** An answer that was being written may never say that it is lost; all else ends by itself. */
  private static void clientLeft(RoutingContext ctx) {
    if (ctx.response().headWritten()) {
      Callers.end(ctx);
    } else {
      Callers.left(ctx);
    }
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

  private static Set<String> methods(Map<HttpMethod, Endpoint> endpoints) {
    return endpoints.keySet().stream()
        .map(HttpMethod::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void refuse(RoutingContext ctx, String path, Set<String> methods) {
    if (path.startsWith("/fhir/")) {
      FhirHttp.refuseUnknownOperation(ctx);
    }
    Set<String> allowed = new TreeSet<>(methods);
    allowed.add("OPTIONS");
    ctx.response().putHeader("Allow", String.join(", ", allowed));
    if (ctx.request().method().equals(HttpMethod.OPTIONS)) {
      ctx.response().setStatusCode(204).end();
      return;
    }
    throw new HttpError(
        405, "not-supported", "The method is not one of " + String.join(", ", allowed) + ".");
  }

  /** Methods by path, in OpenAPI's form: {@code /views/{view}}. */
  Map<String, Set<String>> table() {
    Map<String, Set<String>> templates = new LinkedHashMap<>();
    table.forEach((path, endpoints) -> templates.put(template(path), methods(endpoints)));
    return Collections.unmodifiableMap(templates);
  }

  private static String template(String path) {
    return path.replaceAll(":(\\w+)", "{$1}");
  }
}
