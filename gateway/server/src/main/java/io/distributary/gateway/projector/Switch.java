package io.distributary.gateway.projector;

import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.Lags;
import io.distributary.gateway.stream.PlanException;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.schemas.Position;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads another revision of a view, once it has passed everywhere the position that the live one
 * had when it was asked for.
 */
final class Switch {
  private static final long BETWEEN_MS = 100;
  private static final int TRIES = 200;

  private final Vertx vertx;
  private final EventLog log;

  Switch(Vertx vertx, EventLog log) {
    this.vertx = vertx;
    this.log = log;
  }

  Future<ViewPlan> to(String view, OptionalInt wanted) {
    ViewPlan plan = log.plans().plan(view);
    int target;
    try {
      target = wanted.isPresent() ? wanted.getAsInt() : other(plan);
      plan.switchTo(target);
    } catch (PlanException e) {
      return Future.failedFuture(e);
    }
    return position(view, plan.live())
        .compose(goal -> passed(view, target, goal, TRIES))
        .compose(there -> log.plans().update(view, now -> now.switchTo(target)));
  }

  private static int other(ViewPlan plan) {
    Optional<Revision> older =
        plan.revisions().stream()
            .filter(each -> each.number() != plan.live() && !each.dropping())
            .reduce((a, b) -> b);
    return plan.building()
        .or(() -> older)
        .map(Revision::number)
        .orElseThrow(
            () ->
                new PlanException(
                    "revision-alone",
                    "View '"
                        + plan.view()
                        + "' has one revision only. Build another one first: distributary rebuild "
                        + plan.view()));
  }

  private Future<Position> position(String view, int revision) {
    String group = log.topics().group(view, revision);
    return log.lags().of(group).map(Lags.Progress::committed);
  }

  private Future<Void> passed(String view, int revision, Position goal, int tries) {
    return position(view, revision)
        .compose(
            now -> {
              if (now.covers(goal)) {
                return Future.succeededFuture();
              }
              return tries == 0
                  ? Future.failedFuture(behind(view, revision, goal.total() - now.total()))
                  : later().compose(waited -> passed(view, revision, goal, tries - 1));
            });
  }

  private static PlanException behind(String view, int revision, long events) {
    return new PlanException(
        "revision-behind",
        "Revision "
            + revision
            + " of view '"
            + view
            + "' is still "
            + events
            + " events behind the live one. Wait until it has caught up: distributary status");
  }

  private Future<Void> later() {
    Promise<Void> waited = Promise.promise();
    vertx.setTimer(BETWEEN_MS, timer -> waited.complete());
    return waited.future();
  }
}
