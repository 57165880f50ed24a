package io.distributary.gateway.http;

import io.distributary.gateway.control.DeadLetterJson;
import io.distributary.gateway.control.DeadLetterJson.MarkJson;
import io.distributary.gateway.control.DeadLettersJson;
import io.distributary.gateway.control.DiscardedJson;
import io.distributary.gateway.control.RedrivenJson;
import io.distributary.gateway.control.RedrivenJson.FailedJson;
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
import java.util.List;
import java.util.concurrent.TimeUnit;

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

  private static DeadLettersJson json(DeadLetterPage page) {
    return new DeadLettersJson(
        page.letters().stream().map(DeadLetterRoutes::json).toList(),
        page.total(),
        page.isTruncated());
  }

  /** A view that is no longer configured may have dead letters still. */
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

  private static RedrivenJson json(RedriveResult result) {
    return new RedrivenJson(
        result.redriven(),
        result.rejected(),
        result.failed().stream().map(DeadLetterRoutes::json).toList(),
        result.next().orElse(null));
  }

  private static FailedJson json(FailedLetter failure) {
    return new FailedJson(failure.id(), failure.reason().code(), failure.reason().message());
  }

  private static DiscardedJson json(DiscardResult result) {
    return new DiscardedJson(result.discarded(), result.next().orElse(null));
  }

  private static DeadLetterJson json(DeadLetter letter) {
    return new DeadLetterJson(
        letter.id(),
        letter.revision().view(),
        letter.subject().map(Object::toString).orElse(null),
        letter.position(),
        letter.reason().code(),
        letter.reason().message(),
        letter.at().toString(),
        letter.superseded(),
        letter.discarded().map(DeadLetterRoutes::json).orElse(null));
  }

  private static MarkJson json(DeadLetter.Discarded how) {
    return new MarkJson(how.reason(), how.at().toString());
  }
}
