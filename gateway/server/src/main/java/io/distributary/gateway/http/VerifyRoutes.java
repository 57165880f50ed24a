package io.distributary.gateway.http;

import io.distributary.gateway.control.VerificationJson;
import io.distributary.gateway.control.VerificationJson.CountsJson;
import io.distributary.gateway.control.VerificationJson.ProgressJson;
import io.distributary.gateway.verify.Report;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.ReportedProgress;
import io.distributary.gateway.view.View;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.Position;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
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
    if (!known || !(repair instanceof Boolean repairs)) {
      throw HttpError.invalid(FORM);
    }
    return new Wish(repairs, revision(tree, view));
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

  private static VerificationJson json(Report report) {
    Findings found = report.findings();
    return new VerificationJson(
        report.revision().view(),
        report.revision().number(),
        report.repair(),
        report.state().name(),
        report.progress().phase(),
        report.since().toString(),
        json(report.progress()),
        found.checked(),
        found.missing().names(),
        found.extra().names(),
        found.different().names(),
        found.stale().names(),
        found.moved().names(),
        found.repaired(),
        found.unrepaired().names(),
        counts(found),
        found.truncated(),
        report.position().map(Position::encode).orElse(null),
        report.message());
  }

  private static ProgressJson json(ReportedProgress progress) {
    return new ProgressJson(
        progress.toRead(), progress.read(), progress.compared(), progress.open());
  }

  private static CountsJson counts(Findings found) {
    return new CountsJson(
        found.missing().count(),
        found.extra().count(),
        found.different().count(),
        found.stale().count(),
        found.moved().count(),
        found.unrepaired().count());
  }
}
