package io.distributary.gateway.view;

import io.distributary.gateway.log.Groups;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;

/**
 * Reads another revision of a view, once it has passed everywhere the position that the live one
 * had when it was asked for.
 */
final class Switch {
  /** A fixed period: a revision that is behind has not failed. */
  private static final long BETWEEN_MS = 100;

  private static final int TRIES = 200;

  private final Vertx vertx;
  private final StreamParts stream;

  Switch(Vertx vertx, StreamParts stream) {
    this.vertx = vertx;
    this.stream = stream;
  }

  /**
   * @param wanted empty for the one that is being built, else the newest other one
   */
  Future<ViewPlan> to(ViewPlan plan, Optional<RevisionId> wanted) {
    RevisionId target;
    try {
      target = wanted.orElseGet(() -> other(plan));
      plan.switchTo(target);
    } catch (PlanException e) {
      return Future.failedFuture(e);
    }
    return position(plan.live())
        .compose(goal -> passed(target, goal, TRIES))
        .compose(there -> stream.plans().update(plan.view(), now -> now.switchTo(target)));
  }

  private static RevisionId other(ViewPlan plan) {
    Optional<Revision> older =
        plan.revisions().stream()
            .filter(each -> !each.id().equals(plan.live()) && !each.dropping())
            .reduce((a, b) -> b);
    return plan.building()
        .or(() -> older)
        .map(Revision::id)
        .orElseThrow(
            () ->
                new PlanException(
                    "revision-alone",
                    "View '"
                        + plan.view()
                        + "' has one revision only. Build another one first: distributary rebuild "
                        + plan.view()));
  }

  private Future<Position> position(RevisionId revision) {
    return stream.log().groups().progress(revision).map(Groups.Progress::committed);
  }

  private Future<Void> passed(RevisionId revision, Position goal, int tries) {
    return position(revision)
        .compose(
            now -> {
              if (now.covers(goal)) {
                return Future.succeededFuture();
              }
              return tries == 0
                  ? Future.failedFuture(behind(revision, goal.total() - now.total()))
                  : later().compose(waited -> passed(revision, goal, tries - 1));
            });
  }

  private static PlanException behind(RevisionId revision, long events) {
    return new PlanException(
        "revision-behind",
        "Revision "
            + revision.number()
            + " of view '"
            + revision.view()
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
