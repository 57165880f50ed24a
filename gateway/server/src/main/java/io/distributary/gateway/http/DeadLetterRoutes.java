package io.distributary.gateway.http;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetterPage;
import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.projector.DeadLetterService;
import io.distributary.gateway.projector.DeadLetterService.DiscardResult;
import io.distributary.gateway.projector.DeadLetterService.FailedLetter;
import io.distributary.gateway.projector.DeadLetterService.RedriveResult;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Dead letters: list and show, redrive and discard. */
final class DeadLetterRoutes {
  private static final HttpError UNREACHABLE =
      new HttpError(
          503,
          "transient",
          "A view's store cannot be written to now: its dead letters are still there.");

  private final Views views;
  private final DeadLetters letters;
  private final DeadLetterService deadLetterService;
  private final RequestLimits limits;
  private final Duration timeout;

  DeadLetterRoutes(
      Views views,
      DeadLetters letters,
      DeadLetterService deadLetterService,
      RequestLimits limits,
      Duration timeout) {
    this.views = views;
    this.letters = letters;
    this.deadLetterService = deadLetterService;
    this.limits = limits;
    this.timeout = timeout;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .get("/dead-letters", this::list)
        .post("/dead-letters/redrive", this::redriveMany)
        .post("/dead-letters/discard", this::discardMany)
        .get("/dead-letters/:id", this::show)
        .delete("/dead-letters/:id", this::discard)
        .post("/dead-letters/:id/redrive", this::redrive);
  }

  private Future<?> list(RoutingContext ctx) {
    DeadLetterQuery query = DeadLetterQuery.of(ctx);
    return letters
        .list(query.which(), query.limit())
        .compose(
            page -> {
              requireKnown(query.which(), page.total());
              return JsonHttp.send(ctx, json(page));
            });
  }

  private static Map<String, @Nullable Object> json(DeadLetterPage page) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("deadLetters", page.letters().stream().map(DeadLetterRoutes::json).toList());
    json.put("total", page.total());
    json.put("truncated", page.isTruncated());
    return json;
  }

  /** A view that is no longer configured may have letters still. */
  private void requireKnown(DeadLetterSelection which, long total) {
    try {
      if (total == 0 && which.view().isPresent()) {
        views.known(which.view().get());
      }
    } catch (ReadException e) {
      throw HttpError.of(e, 404);
    }
  }

  private Future<?> show(RoutingContext ctx) {
    return found(ctx).compose(letter -> JsonHttp.send(ctx, json(letter)));
  }

  private Future<DeadLetter> found(RoutingContext ctx) {
    return letters
        .find(List.of(ctx.pathParam("id")))
        .map(
            found ->
                found.stream()
                    .findFirst()
                    .orElseThrow(() -> HttpError.notFound("There is no such dead letter.")));
  }

  private Future<?> redrive(RoutingContext ctx) {
    return inTime(found(ctx).compose(deadLetterService::redrive))
        .compose(result -> answer(ctx, result));
  }

  private Future<?> redriveMany(RoutingContext ctx) {
    return body(ctx)
        .map(DeadLetterRequest::redrive)
        .compose(this::known)
        .compose(order -> inTime(deadLetterService.redrive(order.stretch())))
        .compose(result -> answer(ctx, result));
  }

  private Future<?> discard(RoutingContext ctx) {
    return body(ctx)
        .map(DeadLetterRequest::discardOne)
        .compose(reason -> found(ctx).compose(letter -> deadLetterService.discard(letter, reason)))
        .compose(letter -> JsonHttp.send(ctx, json(letter)));
  }

  private Future<?> discardMany(RoutingContext ctx) {
    return body(ctx)
        .map(DeadLetterRequest::discard)
        .compose(this::known)
        .compose(order -> inTime(deadLetterService.discard(order.stretch(), order.reason())))
        .compose(result -> JsonHttp.send(ctx, json(result)));
  }

  private Future<byte[]> body(RoutingContext ctx) {
    return limits
        .body(ctx)
        .map(
            body -> {
              if (body.length > 0) {
                JsonHttp.checkContentType(ctx);
              }
              return body;
            });
  }

  /** What is under way when the time is over comes to its end all the same. */
  private <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<DeadLetterRequest> known(DeadLetterRequest order) {
    DeadLetterSelection which = order.stretch().which();
    return which.view().isEmpty()
        ? Future.succeededFuture(order)
        : letters
            .count(which.withDiscarded())
            .map(
                total -> {
                  requireKnown(which, total);
                  return order;
                });
  }

  private static Future<Void> answer(RoutingContext ctx, RedriveResult result) {
    if (!result.unreachable()) {
      return JsonHttp.send(ctx, json(result));
    }
    ctx.response().putHeader("Cache-Control", "no-store").putHeader("Retry-After", "1");
    return Problem.send(ctx.response(), UNREACHABLE, json(result));
  }

  private static Map<String, @Nullable Object> json(RedriveResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("redriven", result.redriven());
    json.put("rejected", result.rejected());
    json.put("failed", result.failed().stream().map(DeadLetterRoutes::json).toList());
    json.put("next", result.next().orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> json(FailedLetter failure) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", failure.id());
    json.put("reason", failure.reason().code());
    json.put("message", failure.reason().message());
    return json;
  }

  private static Map<String, @Nullable Object> json(DiscardResult result) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("discarded", result.discarded());
    json.put("next", result.next().orElse(null));
    return json;
  }

  private static Map<String, @Nullable Object> json(DeadLetter letter) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", letter.id());
    json.put("view", letter.revision().view());
    json.put("subject", letter.subject().map(Object::toString).orElse(null));
    json.put("position", letter.position());
    json.put("reason", letter.reason().code());
    json.put("message", letter.reason().message());
    json.put("at", letter.at());
    json.put("superseded", letter.superseded());
    letter.discarded().ifPresent(how -> json.put("discarded", json(how)));
    return json;
  }

  private static Map<String, @Nullable Object> json(DeadLetter.Discarded how) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("reason", how.reason());
    json.put("at", how.at());
    return json;
  }
}
