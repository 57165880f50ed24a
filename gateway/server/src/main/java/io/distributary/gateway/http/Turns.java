package io.distributary.gateway.http;

import io.distributary.gateway.query.FairQueue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The order in which one event loop takes requests. Those that read or write one thing are taken as
 * they come. Those whose question or answer may be large wait, caller by caller in turn, and are
 * taken for 2 ms at a time; then the event loop looks for what has come meanwhile. However many of
 * them come at once, a read of one resource is behind a few of them and not behind all. When 256
 * wait, more are refused with 503.
 *
 * <p>For one event loop: all calls are made on it.
 */
final class Turns {
  static final int WAITING = 256;

  private static final Duration SLICE = Duration.ofMillis(2);
  private static final long PAUSE_MS = 1;

  /** Last parts of paths: a Bundle, a native query, all versions. Operations begin with $. */
  private static final Set<String> LARGE = Set.of("fhir", "query", "_history");

  private static final HttpError TOO_MANY =
      new HttpError(503, "transient", "Too many large requests at once. Try again later.");

  private final Vertx vertx;
  private final Consumer<HttpServerRequest> handler;
  private final FairQueue<Waiting> waiting = new FairQueue<>(WAITING);
  private final Counter refused;
  private boolean taking;
  private long begun;

  /**
   * @param handler of a request whose turn has come
   */
  Turns(Vertx vertx, Consumer<HttpServerRequest> handler, MeterRegistry meters) {
    this.vertx = vertx;
    this.handler = handler;
    this.refused =
        Counter.builder("distributary.http.refused")
            .description("Large requests that found no place to wait for their turn")
            .register(meters);
  }

  /** A request, and the context that it came on. */
  private record Waiting(HttpServerRequest request, Context context) {}

  void handle(HttpServerRequest request) {
    if (!mayBeLarge(request.path())) {
      handler.accept(request);
      return;
    }
    request.pause();
    Waiting one = new Waiting(request, vertx.getOrCreateContext());
    waiting.add(Callers.name(request), one).ifPresent(displaced -> refuse(displaced.request()));
    if (!taking) {
      begin();
    }
  }

  /**
   * @param path of a URL; or of a route, if its last part is no parameter
   */
  static boolean mayBeLarge(String path) {
    String last = path.substring(path.lastIndexOf('/') + 1);
    return LARGE.contains(last) || last.startsWith("$") || last.startsWith("%24");
  }

  private void begin() {
    begun = System.nanoTime();
    next();
  }

  private void next() {
    Optional<Waiting> one = waiting.poll(caller -> true);
    taking = one.isPresent();
    one.ifPresent(found -> found.context().runOnContext(turn -> take(found.request())));
  }

  private void take(HttpServerRequest request) {
    try {
      if (!request.response().closed()) { // else the client has left meanwhile
        handler.accept(request);
      }
    } finally {
      goOn();
    }
  }

  private void goOn() {
    if (System.nanoTime() - begun < SLICE.toNanos()) {
      next();
    } else {
      vertx.setTimer(PAUSE_MS, others -> begin());
    }
  }

  private void refuse(HttpServerRequest request) {
    refused.increment();
    if (!request.response().closed()) {
      Guard.protect(request.response());
      Errors.send(request, TOO_MANY);
      request.resume();
    }
  }

  /** A body that nobody has read is read and forgotten, so that its connection can go on. */
  static void forgetUnreadBody(RoutingContext ctx) {
    ctx.addEndHandler(end -> ctx.request().resume());
    ctx.next();
  }
}
