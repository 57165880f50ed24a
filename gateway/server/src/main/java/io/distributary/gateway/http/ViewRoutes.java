package io.distributary.gateway.http;

import io.distributary.gateway.projector.Projectors;
import io.distributary.gateway.projector.RevisionStatus;
import io.distributary.gateway.projector.ViewStatus;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.QueryResult;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The views: how they are, and queries in their stores' own languages. */
final class ViewRoutes {
  private static final JsonLimits QUERY = new JsonLimits(1 << 20, 64, 100_000);

  private final Views views;
  private final Projectors projectors;
  private final RequestLimits limits;
  private final Duration timeout;

  ViewRoutes(Views views, Projectors projectors, RequestLimits limits, Duration timeout) {
    this.views = views;
    this.projectors = projectors;
    this.limits = limits;
    this.timeout = timeout;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .get("/views", this::all)
        .get("/views/:view", this::one)
        .post("/views/:view/query", this::query);
  }

  private Future<?> all(RoutingContext ctx) {
    boolean exact = exact(ctx);
    return statuses()
        .compose(all -> Future.join(all.stream().map(status -> shown(status, exact)).toList()))
        .compose(all -> JsonHttp.send(ctx, Map.of("views", all.list())));
  }

  private Future<?> one(RoutingContext ctx) {
    boolean exact = exact(ctx);
    String view = known(ctx);
    return statuses()
        .compose(
            all ->
                all.stream()
                    .filter(status -> status.name().equals(view))
                    .findFirst()
                    .map(status -> shown(status, exact))
                    .orElseThrow(() -> HttpError.notFound("There is no such view.")))
        .compose(
            json -> {
              json.put("example", views.example(view).orElse(null));
              return JsonHttp.send(ctx, json);
            });
  }

  private Future<List<ViewStatus>> statuses() {
    return projectors.statuses().timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean exact(RoutingContext ctx) {
    List<String> count = ctx.queryParam("count");
    if (!count.isEmpty() && !count.equals(List.of("exact"))) {
      throw new HttpError(400, "invalid", "The only value of count is exact.", "count");
    }
    return !count.isEmpty();
  }

  private Future<Map<String, @Nullable Object>> shown(ViewStatus status, boolean exact) {
    Map<String, @Nullable Object> json = json(status);
    if (!exact) {
      return Future.succeededFuture(json);
    }
    return views
        .count(status.name())
        .map(
            count -> {
              json.put("resources", count.value());
              return json;
            })
        .recover(
            e -> {
              json.put("resources", null);
              json.put("message", HttpError.of(e, 500).message());
              return Future.succeededFuture(json);
            });
  }

  private static Map<String, @Nullable Object> json(ViewStatus status) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", status.name());
    json.put("type", status.type());
    json.put("state", status.state());
    json.put("revision", status.revision());
    json.put("resources", status.resources());
    json.put("lag", status.lag().isPresent() ? status.lag().getAsLong() : null);
    json.put("deadLetters", status.deadLetters());
    json.put("position", status.position().map(Position::encode).orElse(null));
    json.put("since", status.since());
    json.put("message", status.message());
    json.put("revisions", status.revisions().stream().map(ViewRoutes::json).toList());
    return json;
  }

  private static Map<String, @Nullable Object> json(RevisionStatus revision) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("number", revision.number());
    json.put("live", revision.live());
    json.put("proven", revision.proven());
    json.put("dropping", revision.dropping());
    json.put("state", revision.state());
    json.put("resources", revision.applied());
    json.put("lag", revision.lag().isPresent() ? revision.lag().getAsLong() : null);
    json.put("position", revision.position().map(Position::encode).orElse(null));
    json.put("message", revision.message());
    return json;
  }

  private Future<?> query(RoutingContext ctx) {
    String view = known(ctx);
    JsonHttp.checkContentType(ctx);
    long start = System.nanoTime();
    return limits
        .body(ctx)
        .compose(body -> views.query(view, parsed(body)))
        .compose(answer -> JsonHttp.send(ctx, json(answer, System.nanoTime() - start)));
  }

  private static Map<String, @Nullable Object> parsed(byte[] body) {
    try {
      return Json.parseObject(body, QUERY);
    } catch (InvalidResourceException e) {
      throw new HttpError(
          body.length > QUERY.bytes() ? 413 : 400,
          "invalid",
          body.length > QUERY.bytes()
              ? "The query is larger than 1 MiB."
              : "The query is not one JSON object that can be read.",
          e.element());
    }
  }

  private static Map<String, @Nullable Object> json(Answer<QueryResult> answer, long nanos) {
    QueryResult result = answer.value();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("view", answer.freshness().view());
    json.put("rows", new RawJson(rows(result)));
    json.put("truncated", result.truncated());
    json.put("cap", result.cap().map(ViewRoutes::name).orElse(null));
    json.putAll(result.more());
    json.put("position", answer.freshness().position().map(Position::encode).orElse(null));
    json.put("tookMillis", TimeUnit.NANOSECONDS.toMillis(nanos));
    return json;
  }

  private static byte[] rows(QueryResult result) {
    ByteArrayOutputStream array = new ByteArrayOutputStream();
    array.write('[');
    result.pieces().forEach(piece -> array.writeBytes(piece.array()));
    array.write(']');
    return array.toByteArray();
  }

  /** As the configuration names it. */
  private static String name(QueryResult.Cap cap) {
    return switch (cap) {
      case MAX_ROWS -> "maxRows";
      case MAX_BYTES -> "maxBytes";
      case BUDGET -> "budget";
      case STORE -> "store";
    };
  }

  private String known(RoutingContext ctx) {
    try {
      return views.known(ctx.pathParam("view"));
    } catch (ReadException e) {
      throw HttpError.of(e, 404);
    }
  }
}
