package io.distributary.gateway.http;

import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.stream.DeadLetter;
import io.distributary.gateway.stream.DeadLetters;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an operator looks after: dead letters. */
final class AdminRoutes {
  private final Views views;
  private final DeadLetters letters;

  AdminRoutes(Views views, DeadLetters letters) {
    this.views = views;
    this.letters = letters;
  }

  void mount(Endpoints endpoints) {
    endpoints.get("/dead-letters", this::list).get("/dead-letters/:id", this::show);
  }

  private Future<?> list(RoutingContext ctx) {
    List<String> named = ctx.queryParam("view");
    if (named.size() > 1) {
      throw new HttpError(400, "invalid", "There is more than one view.", "view");
    }
    Optional<String> view = named.stream().findFirst();
    List<DeadLetter> found = letters.list(view);
    if (found.isEmpty() && view.isPresent()) {
      requireKnown(view.get());
    }
    return JsonHttp.send(
        ctx, Map.of("deadLetters", found.stream().map(AdminRoutes::json).toList()));
  }

  private void requireKnown(String view) {
    try {
      views.known(view);
    } catch (ReadException e) {
      throw HttpError.of(e, 404);
    }
  }

  private Future<?> show(RoutingContext ctx) {
    return letters
        .find(ctx.pathParam("id"))
        .map(letter -> JsonHttp.send(ctx, json(letter)))
        .orElseThrow(() -> HttpError.notFound("There is no such dead letter."));
  }

  private static Map<String, @Nullable Object> json(DeadLetter letter) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("id", letter.id());
    json.put("view", letter.view());
    json.put("subject", letter.subject().map(Object::toString).orElse(null));
    json.put("position", letter.position());
    json.put("reason", letter.reason().code());
    json.put("message", letter.reason().message());
    json.put("at", letter.at());
    json.put("superseded", letter.superseded());
    return json;
  }
}
