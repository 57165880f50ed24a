package io.distributary.gateway.http;

import io.distributary.gateway.control.PlanJson;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.view.View;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator does with a view: pause and resume, rebuild, switch, drop. */
final class RevisionRoutes {
  private static final JsonLimits SMALL = new JsonLimits(1 << 10, 4, 10);

  private final KnownViews views;
  private final RequestLimits limits;

  RevisionRoutes(KnownViews views, RequestLimits limits) {
    this.views = views;
    this.limits = limits;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .post("/views/:view/pause", ctx -> answer(ctx, views.of(ctx).pause()))
        .post("/views/:view/resume", ctx -> answer(ctx, views.of(ctx).resume()))
        .post("/views/:view/rebuild", ctx -> answer(ctx, views.of(ctx).rebuild()))
        .post("/views/:view/switch", this::switchTo)
        .delete("/views/:view/revisions/:revision", this::drop);
  }

  private Future<?> switchTo(RoutingContext ctx) {
    View view = views.of(ctx);
    return limits.body(ctx).compose(body -> answer(ctx, view.switchTo(wanted(view, body))));
  }

  private Future<?> drop(RoutingContext ctx) {
    String number = ctx.pathParam(RevisionNumber.FIELD);
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw HttpError.notFound("There is no such revision.");
    }
    View view = views.of(ctx);
    return answer(ctx, view.drop(new RevisionId(view.name(), Integer.parseInt(number))));
  }

  /** Nothing, or {@code {"revision":2}}. */
  private static Optional<RevisionId> wanted(View view, byte[] body) {
    if (body.length == 0) {
      return Optional.empty();
    }
    try {
      Map<String, @Nullable Object> tree = Json.parseObject(body, SMALL);
      if (!Set.of(RevisionNumber.FIELD).containsAll(tree.keySet())) {
        throw HttpError.invalid("The body may say revision, and nothing else.");
      }
      return RevisionNumber.of(tree, view.name());
    } catch (InvalidResourceException | NumberFormatException e) {
      throw HttpError.invalid("The body is not of the form {\"revision\":2}.");
    }
  }

  /** What was asked for is under way or done; how far it is, the view says. */
  private static Future<?> answer(RoutingContext ctx, Future<ViewPlan> changed) {
    return changed.compose(
        plan -> {
          ctx.response().setStatusCode(202);
          return JsonHttp.send(ctx, json(plan));
        });
  }

  private static PlanJson json(ViewPlan plan) {
    return new PlanJson(
        plan.view(),
        plan.live().number(),
        plan.building().map(RevisionRoutes::number).orElse(null),
        plan.paused(),
        plan.revisions().stream().map(RevisionRoutes::number).toList());
  }

  private static int number(ViewPlan.Revision revision) {
    return revision.id().number();
  }
}
