package io.distributary.gateway.view;

import io.distributary.gateway.log.Groups.Progress;
import io.distributary.gateway.plan.Plans;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.gateway.projector.ProjectorStatus;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import io.distributary.sink.RevisionId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A view as it is seen from outside. It is looked at by its own tick: {@link #tick} alone takes in
 * how far the revisions are, says when a state began, and completes a rebuild in place. To ask for
 * its {@link #status} changes nothing and writes nothing.
 *
 * <p>Since when a state holds is what the ticks saw. An answer that sees another state than the
 * last tick did says that it began at the answer's own moment, and does not keep that: the next
 * tick, at most a second or two later, sets it for all later answers.
 */
final class ViewWatch {
  private final String view;
  private final String type;
  private final Plans plans;
  private final Outside outside;
  private final Clock clock;
  private final Map<RevisionId, Seen> seen = new TreeMap<>();
  private Condition condition;

  /**
   * @param type of the view's sink plugin
   */
  ViewWatch(String view, String type, Plans plans, Outside outside, Clock clock) {
    this.view = view;
    this.type = type;
    this.plans = plans;
    this.outside = outside;
    this.clock = clock;
    this.condition = new Condition(ViewState.CATCHING_UP, clock.instant());
  }

  /**
   * What is asked of others.
   *
   * @param projector how a revision's projector is; empty while none runs
   * @param letters how many dead letters the live revision has
   * @param halt why the log must not be used
   * @param warning what an operator should know although all goes on
   * @param unanswered since when the store has answered no read
   */
  record Outside(
      Function<RevisionId, Optional<ProjectorStatus>> projector,
      LongSupplier letters,
      Supplier<Optional<Reason>> halt,
      Supplier<Optional<Reason>> warning,
      Supplier<Optional<Instant>> unanswered) {}

  /** A state, and since when. */
  private record Condition(ViewState state, Instant since) {
    Condition then(ViewState found, Instant now) {
      return found == state ? this : new Condition(found, now);
    }
  }

  /** Takes in how far the groups are, and does what follows from it. */
  void tick(Map<RevisionId, Progress> progress) {
    if (isBuiltNow(taken(progress))) {
      plans.update(view, ViewPlan::complete);
    }
  }

  private synchronized ViewStatus taken(Map<RevisionId, Progress> progress) {
    Instant now = clock.instant();
    Map<RevisionId, Seen> next = new TreeMap<>();
    for (Revision revision : plan().revisions()) {
      if (outside.projector().apply(revision.id()).isPresent()) {
        next.put(revision.id(), seen(revision.id()).then(of(revision.id(), progress), now));
      }
    }
    seen.clear();
    seen.putAll(next);
    ViewStatus found = status(progress);
    condition = condition.then(found.state(), now);
    return found;
  }

  private boolean isBuiltNow(ViewStatus found) {
    ViewPlan plan = plan();
    boolean there = found.live().equals(plan.live()) && found.lag().orElse(1) == 0;
    return there && isBuiltInPlace(plan) && !plan.isDropping();
  }

  /**
   * How the view is.
   *
   * @param progress of the groups, asked afresh; those that nobody knows of are missing
   */
  synchronized ViewStatus status(Map<RevisionId, Progress> progress) {
    Instant now = clock.instant();
    ViewPlan plan = plan();
    List<RevisionStatus> revisions =
        plan.revisions().stream().map(each -> status(each, plan, progress, now)).toList();
    RevisionStatus live = revisions.stream().filter(RevisionStatus::live).findFirst().orElseThrow();
    Optional<Reason> halt = outside.halt().get();
    Optional<Instant> unanswered = outside.unanswered().get();
    ViewState state = unanswered.isPresent() ? unansweredIn(plan, live) : stateOf(plan, live);
    Condition found = condition.then(halt.isPresent() ? ViewState.FAILED : state, now);
    return new ViewStatus(
        plan.live(),
        type,
        found.state(),
        live.applied(),
        live.lag(),
        outside.letters().getAsLong(),
        live.position(),
        found.since(),
        halt.map(Reason::message).orElseGet(() -> message(live, unanswered)),
        unanswered,
        revisions);
  }

  private String message(RevisionStatus live, Optional<Instant> unanswered) {
    if (!live.message().isEmpty()) {
      return live.message();
    }
    return unanswered
        .map(since -> "The store has answered no read since " + since + ".")
        .or(() -> outside.warning().get().map(Reason::message))
        .orElse("");
  }

  private RevisionStatus status(
      Revision revision, ViewPlan plan, Map<RevisionId, Progress> progress, Instant now) {
    RevisionId id = revision.id();
    Optional<ProjectorStatus> running = outside.projector().apply(id);
    Seen seen = running.isEmpty() ? Seen.NEVER : seen(id).then(of(id, progress), now);
    return new RevisionStatus(
        id,
        id.equals(plan.live()),
        revision.proven(),
        revision.dropping(),
        running.map(one -> stateOf(one, seen.isBehind(now))).orElse(ViewState.PAUSED),
        running.map(ProjectorStatus::applied).orElse(0L),
        seen.lag(),
        seen.position(),
        running.map(ProjectorStatus::message).orElse(waiting(revision)));
  }

  private static String waiting(Revision revision) {
    return revision.dropping()
        ? "This revision is being removed from the store."
        : "This revision waits until the older one is removed from the store.";
  }

  private static ViewState stateOf(ProjectorStatus projector, boolean behind) {
    if (projector.hasFailed()) {
      return projector
          .trouble()
          .filter(why -> why.code().equals(ViewPlan.REBUILD_REQUIRED))
          .map(why -> ViewState.REBUILD_REQUIRED)
          .orElse(ViewState.FAILED);
    }
    if (!projector.reading()) {
      return ViewState.PAUSED;
    }
    if (projector.trouble().isPresent()) {
      return ViewState.RETRYING;
    }
    // Whatever its lag: it may have been brought to 0 by the gateway before this one.
    return projector.isOpening() || behind ? ViewState.CATCHING_UP : ViewState.RUNNING;
  }

  private static ViewState stateOf(ViewPlan plan, RevisionStatus live) {
    return switch (live.state()) {
      case FAILED, REBUILD_REQUIRED, RETRYING -> live.state();
      default -> {
        if (plan.paused()) {
          yield ViewState.PAUSED;
        }
        yield plan.building().isPresent() || isBuiltInPlace(plan)
            ? ViewState.REBUILDING
            : live.state();
      }
    };
  }

  /** A view that is asked in vain does not run, however small its lag. */
  private static ViewState unansweredIn(ViewPlan plan, RevisionStatus live) {
    ViewState state = stateOf(plan, live);
    boolean fine = state == ViewState.RUNNING || state == ViewState.CATCHING_UP;
    return fine ? ViewState.RETRYING : state;
  }

  private static boolean isBuiltInPlace(ViewPlan plan) {
    boolean proven = plan.revision(plan.live()).map(Revision::proven).orElse(true);
    return plan.live().number() > 1 && !proven;
  }

  private ViewPlan plan() {
    return plans.plan(view);
  }

  private static Optional<Progress> of(RevisionId revision, Map<RevisionId, Progress> progress) {
    return Optional.ofNullable(progress.get(revision));
  }

  private synchronized Seen seen(RevisionId revision) {
    return seen.getOrDefault(revision, Seen.NEVER);
  }

  /** The live revision's, as the last tick saw it. */
  Optional<Position> position() {
    return seen(plan().live()).position();
  }

  /** The live revision's, as the last tick saw it; NaN when unknown. */
  double lag() {
    return number(seen(plan().live()).lag());
  }

  /** That of the revision that is being built, likewise; NaN when there is none. */
  double rebuildLag() {
    return plan().building().map(each -> number(seen(each.id()).lag())).orElse(Double.NaN);
  }

  /** For how long the live revision has been behind. */
  double secondsBehind() {
    return seen(plan().live()).behind(clock.instant()).toMillis() / 1000.0;
  }

  /** Whether the last tick saw it in this state. */
  synchronized boolean isIn(ViewState wanted) {
    return condition.state() == wanted;
  }

  private static double number(OptionalLong lag) {
    return lag.isPresent() ? lag.getAsLong() : Double.NaN;
  }
}
