package io.distributary.gateway.http;

import io.distributary.gateway.verify.Report;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.Names;
import io.distributary.gateway.verify.Report.ReportedProgress;
import io.distributary.gateway.view.View;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifications of a view: begin one, see how far it is and what it found, cancel it. */
final class VerifyRoutes {
  private static final JsonLimits SMALL = new JsonLimits(1 << 10, 4, 10);
  private static final String PATH = "/views/:view/verify";
  private static final String REPAIR = "repair";
  private static final String FORM =
      "The body is not of the form {\"repair\":true,\"revision\":2}.";

  private final KnownViews views;
  private final RequestLimits limits;

  VerifyRoutes(KnownViews views, RequestLimits limits) {
    this.views = views;
    this.limits = limits;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .post(PATH, this::start)
        .get(PATH, ctx -> send(ctx, views.of(ctx).verification()))
        .delete(PATH, ctx -> send(ctx, views.of(ctx).cancelVerification()));
  }

  private Future<?> start(RoutingContext ctx) {
    View view = views.of(ctx);
    return limits
        .body(ctx)
        .map(body -> wish(view, body))
        .compose(
            wish -> view.verify(wish.revision().orElseGet(() -> view.plan().live()), wish.repair()))
        .compose(
            begun -> {
              ctx.response().setStatusCode(202);
              return JsonHttp.send(ctx, json(begun));
            });
  }

  /** What is asked for. */
  private record Wish(boolean repair, Optional<RevisionId> revision) {}

  private static Wish wish(View view, byte[] body) {
    Map<String, @Nullable Object> tree = body.length == 0 ? Map.of() : parsed(body);
    Object repair = tree.getOrDefault(REPAIR, false);
    boolean known = Set.of(REPAIR, RevisionNumber.FIELD).containsAll(tree.keySet());
    if (!known || !(repair instanceof Boolean mends)) {
      throw HttpError.invalid(FORM);
    }
    return new Wish(mends, revision(tree, view));
  }

  private static Map<String, @Nullable Object> parsed(byte[] body) {
    try {
      return Json.parseObject(body, SMALL);
    } catch (InvalidResourceException e) {
      throw HttpError.invalid(FORM);
    }
  }

  private static Optional<RevisionId> revision(Map<String, @Nullable Object> tree, View view) {
    try {
      return RevisionNumber.of(tree, view.name());
    } catch (NumberFormatException e) {
      throw HttpError.invalid(FORM);
    }
  }

  private static Future<?> send(RoutingContext ctx, Optional<Report> report) {
    return report
        .map(found -> JsonHttp.send(ctx, json(found)))
        .orElseThrow(
            () ->
                HttpError.notFound("This gateway has not verified the view since it was started."));
  }

  private static Map<String, @Nullable Object> json(Report report) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Findings found = report.findings();
    json.put("view", report.revision().view());
    json.put("revision", report.revision().number());
    json.put("repair", report.repair());
    json.put("state", report.state());
    json.put("phase", report.progress().phase());
    json.put("since", report.since());
    json.put("progress", json(report.progress()));
    json.put("checked", found.checked());
    json.put("missing", found.missing().names());
    json.put("extra", found.extra().names());
    json.put("different", found.different().names());
    json.put("stale", found.stale().names());
    json.put("moved", found.moved().names());
    json.put("repaired", found.repaired());
    json.put("unrepaired", found.unrepaired().names());
    json.put("counts", counts(found));
    json.put("truncated", found.truncated());
    json.put("position", report.position().map(Position::encode).orElse(null));
    json.put("message", report.message());
    return json;
  }

  private static Map<String, @Nullable Object> json(ReportedProgress progress) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("toRead", progress.toRead());
    json.put("read", progress.read());
    json.put("compared", progress.compared());
    json.put("open", progress.open());
    return json;
  }

  private static Map<String, Long> counts(Findings found) {
    Map<String, Long> counts = new LinkedHashMap<>();
    Map<String, Names> lists = new LinkedHashMap<>();
    lists.put("missing", found.missing());
    lists.put("extra", found.extra());
    lists.put("different", found.different());
    lists.put("stale", found.stale());
    lists.put("moved", found.moved());
    lists.put("unrepaired", found.unrepaired());
    lists.forEach((kind, names) -> counts.put(kind, names.count()));
    return counts;
  }
}
