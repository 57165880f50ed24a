package io.distributary.gateway.http;

import io.distributary.gateway.control.OneViewJson;
import io.distributary.gateway.control.ViewJson;
import io.distributary.gateway.control.ViewJson.RevisionJson;
import io.distributary.gateway.control.ViewsJson;
import io.distributary.gateway.control.ViewsJson.BudgetJson;
import io.distributary.gateway.query.Answer;
import io.distributary.gateway.query.Budget;
import io.distributary.gateway.query.Budget.BudgetKind;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.view.RevisionStatus;
import io.distributary.gateway.view.View;
import io.distributary.gateway.view.ViewSet;
import io.distributary.gateway.view.ViewStatus;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.schemas.json.RawJson;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryResult;
import io.distributary.sink.Readers;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The views: how they are, and queries in their stores' own languages. */
final class ViewRoutes {
  private static final JsonLimits QUERY = new JsonLimits(1 << 20, 64, 10_000);

  private final Views views;
  private final Budget budget;
  private final Callers callers;
  private final ViewSet all;
  private final KnownViews known;
  private final RequestLimits limits;
  private final Duration timeout;

  ViewRoutes(
      Views views,
      Budget budget,
      Callers callers,
      ViewSet all,
      RequestLimits limits,
      Duration timeout) {
    this.views = views;
    this.budget = budget;
    this.callers = callers;
    this.all = all;
    this.known = new KnownViews(views);
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
    return inTime(all.statuses())
        .compose(all -> Future.join(all.stream().map(status -> shown(status, exact)).toList()))
        .compose(all -> JsonHttp.send(ctx, new ViewsJson(all.list(), budget())));
  }

  private BudgetJson budget() {
    return new BudgetJson(budget.total(), budget.held());
  }

  private Future<?> one(RoutingContext ctx) {
    boolean exact = exact(ctx);
    View view = known.of(ctx);
    return inTime(view.status())
        .compose(status -> shown(status, exact))
        .compose(json -> JsonHttp.send(ctx, new OneViewJson(json, example(view))));
  }

  /** A native query that makes sense on any data, as JSON; null while there is none to show. */
  private static @Nullable String example(View view) {
    return view.readers().flatMap(Readers::nativeQuery).map(NativeQuery::example).orElse(null);
  }

  private <T> Future<T> inTime(Future<T> answer) {
    return answer.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static boolean exact(RoutingContext ctx) {
    List<String> count = ctx.queryParam("count");
    if (!count.isEmpty() && !count.equals(List.of("exact"))) {
      throw new HttpError(400, "invalid", "The only value of count is exact.", "count");
    }
    return !count.isEmpty();
  }

  private Future<ViewJson> shown(ViewStatus status, boolean exact) {
    if (!exact) {
      return Future.succeededFuture(json(status, status.resources(), status.message()));
    }
    return views
        .count(status.name())
        .map(count -> json(status, count.value(), status.message()))
        .recover(e -> Future.succeededFuture(json(status, null, HttpError.of(e, 500).message())));
  }

  private static ViewJson json(ViewStatus status, @Nullable Long resources, String message) {
    return new ViewJson(
        status.name(),
        status.type(),
        status.state().name(),
        status.live().number(),
        resources,
        number(status.lag()),
        status.deadLetters(),
        status.position().map(Position::encode).orElse(null),
        status.since().toString(),
        message,
        status.unansweredSince().map(Instant::toString).orElse(null),
        status.revisions().stream().map(ViewRoutes::json).toList());
  }

  private static RevisionJson json(RevisionStatus revision) {
    return new RevisionJson(
        revision.id().number(),
        revision.live(),
        revision.proven(),
        revision.dropping(),
        revision.state().name(),
        revision.applied(),
        number(revision.lag()),
        revision.position().map(Position::encode).orElse(null),
        revision.message());
  }

  private static @Nullable Long number(OptionalLong known) {
    return known.isPresent() ? known.getAsLong() : null;
  }

  private Future<?> query(RoutingContext ctx) {
    String view = known.of(ctx).name();
    JsonHttp.checkContentType(ctx);
    long start = System.nanoTime();
    return limits
        .body(ctx)
        .compose(body -> limits.readAndKeep(ctx, body, () -> parsed(body)))
        .compose(query -> views.query(view, query, callers.of(ctx, BudgetKind.QUERY)))
        .compose(answer -> JsonHttp.send(ctx, json(answer, System.nanoTime() - start)));
  }

  private static Map<String, @Nullable Object> parsed(byte[] body) {
    try {
      return Json.parseObject(body, QUERY);
    } catch (InvalidResourceException e) {
      throw switch (e.defect()) {
        case TOO_LARGE ->
            new HttpError(413, "invalid", "The query is larger than 1 MiB.", e.element());
        case TOO_BROAD ->
            new HttpError(413, "invalid", "The query has more than 10,000 values.", e.element());
        default ->
            new HttpError(
                400, "invalid", "The query is not one JSON object that can be read.", e.element());
      };
    }
  }

  /** Rows, and aggregations, are bytes already and are not copied; the rest stands around them. */
  static List<ByteBuffer> json(Answer<QueryResult> answer, long nanos) {
    QueryResult result = answer.value();
    Map<String, @Nullable Object> rest = new LinkedHashMap<>();
    rest.put("truncated", result.truncated());
    rest.put("cap", result.cap().map(ViewRoutes::name).orElse(null));
    rest.putAll(result.more());
    rest.put("position", answer.freshness().position().map(Position::encode).orElse(null));
    rest.put("tookMillis", TimeUnit.NANOSECONDS.toMillis(nanos));
    String view = Json.text(answer.freshness().view());
    List<ByteBuffer> parts = new ArrayList<>();
    parts.add(utf8("{\"view\":" + view + ",\"rows\":["));
    parts.addAll(result.pieces());
    parts.add(utf8("]"));
    rest.forEach(
        (name, value) -> {
          parts.add(utf8("," + Json.text(name) + ":"));
          parts.add(ByteBuffer.wrap(value instanceof RawJson raw ? raw.utf8() : Json.write(value)));
        });
    parts.add(utf8("}"));
    return parts;
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
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
}
