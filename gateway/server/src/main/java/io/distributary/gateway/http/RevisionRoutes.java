package io.distributary.gateway.http;

import io.distributary.gateway.projector.Revisions;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.schemas.InvalidResourceException;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonLimits;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an operator does with a view: pause and resume, rebuild, switch, drop. */
final class RevisionRoutes {
  private static final JsonLimits SMALL = new JsonLimits(1 << 10, 4, 10);
  private static final String REVISION = "revision";

  private final Views views;
  private final Revisions revisions;
  private final RequestLimits limits;

  RevisionRoutes(Views views, Revisions revisions, RequestLimits limits) {
    this.views = views;
    this.revisions = revisions;
    this.limits = limits;
  }

  void mount(Endpoints endpoints) {
    endpoints
        .post("/views/:view/pause", ctx -> answer(ctx, revisions.pause(known(ctx))))
        .post("/views/:view/resume", ctx -> answer(ctx, revisions.resume(known(ctx))))
        .post("/views/:view/rebuild", ctx -> answer(ctx, revisions.rebuild(known(ctx))))
        .post("/views/:view/switch", this::switchTo)
        .delete("/views/:view/revisions/:revision", this::drop);
  }

  private Future<?> switchTo(RoutingContext ctx) {
    String view = known(ctx);
    return limits.body(ctx).compose(body -> answer(ctx, revisions.switchTo(view, wanted(body))));
  }

  private Future<?> drop(RoutingContext ctx) {
    String number = ctx.pathParam(REVISION);
    if (!number.matches("[1-9][0-9]{0,8}")) {
      throw HttpError.notFound("There is no such revision.");
    }
    return answer(ctx, revisions.drop(known(ctx), Integer.parseInt(number)));
  }

  /** Nothing, or {@code {"revision":2}}. */
  private static OptionalInt wanted(byte[] body) {
    if (body.length == 0) {
      return OptionalInt.empty();
    }
    try {
      Map<String, @Nullable Object> tree = Json.parseObject(body, SMALL);
      if (!Set.of(REVISION).containsAll(tree.keySet())) {
        throw HttpError.invalid("The body may say revision, and nothing else.");
      }
      return tree.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(String.valueOf(tree.get(REVISION))));
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

  private static Map<String, @Nullable Object> json(ViewPlan plan) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("view", plan.view());
    json.put("live", plan.live());
    json.put("building", plan.building().map(ViewPlan.Revision::number).orElse(null));
    json.put("paused", plan.paused());
    json.put("revisions", plan.revisions().stream().map(ViewPlan.Revision::number).toList());
    return json;
  }

  private String known(RoutingContext ctx) {
    try {
      return views.known(ctx.pathParam("view"));
    } catch (ReadException e) {
      throw HttpError.of(e, 404);
    }
  }
}
