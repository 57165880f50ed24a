package io.distributary.gateway.projector;

import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.sink.RevisionId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * One view of a {@link Simulation}: its plan, which an operator changes, and its revisions. Every
 * gateway follows the plan sooner or later.
 */
final class SimulatedView {
  private final Simulation world;
  private final boolean keepsHistory;
  private final boolean inPlace;
  private final Map<RevisionId, SimulatedRevision> revisions = new LinkedHashMap<>();
  private ViewPlan plan;

  SimulatedView(Simulation world, int number, Schedule.View shape) {
    this.world = world;
    this.keepsHistory = shape.keepsHistory();
    this.inPlace = shape.inPlace();
    this.plan = ViewPlan.first("view-" + number);
    build();
  }

  private void build() {
    plan.revisions()
        .forEach(
            one ->
                revisions.computeIfAbsent(
                    one.id(), fresh -> new SimulatedRevision(world, this, fresh)));
  }

  private void change(UnaryOperator<ViewPlan> how) {
    try {
      plan = how.apply(plan);
    } catch (PlanException rejected) {
      world.note(() -> this + ": " + rejected.getMessage());
      return;
    }
    world.note(() -> plan.toString());
    build();
    for (SimulatedGateway gateway : world.gateways()) {
      world.after(world.between(1, 3_000), () -> gateway.follow(this));
    }
  }

  void pauseOrResume() {
    change(plan.paused() ? ViewPlan::resume : ViewPlan::pause);
  }

  void resume() {
    change(ViewPlan::resume);
  }

  void rebuild() {
    change(before -> before.rebuild(inPlace, OptionalInt.empty()));
    plan.revisions().stream().filter(Revision::dropping).forEach(this::removeWhenLeft);
  }

  /** Any revision: the plan rejects what must not be dropped. */
  void drop() {
    RevisionId dropped = any();
    change(before -> before.drop(dropped));
    plan.revision(dropped).filter(Revision::dropping).ifPresent(this::removeWhenLeft);
  }

  private RevisionId any() {
    return plan.revisions().get(world.below(plan.revisions().size())).id();
  }

  /** As {@code Removal} does it. */
  private void removeWhenLeft(Revision leaving) {
    SimulatedRevision gone = revisions.get(leaving.id());
    if (gone != null && gone.group().isEmpty()) {
      world.saw(Fault.REVISION_DROPPED);
      revisions.remove(leaving.id());
      change(before -> before.dropped(leaving.id()));
    } else if (gone != null) {
      world.after(1_000, () -> removeWhenLeft(leaving));
    }
  }

  /** As {@code Switch} does it: any revision, once it is where the live one is now. */
  void switchOver() {
    SimulatedRevision target = Objects.requireNonNull(revisions.get(any()));
    switchWhenPassed(target, live().group().offsets());
  }

  private void switchWhenPassed(SimulatedRevision target, List<Long> goal) {
    if (world.is(Sabotage.SWITCH_TOO_EARLY) || target.group().covers(goal)) {
      RevisionId before = plan.live();
      change(now -> now.verified(target.id(), true).switchTo(target.id()));
      if (!plan.live().equals(before)) {
        world.saw(Fault.REVISION_SWITCHED);
        target.oracle().requireDoneBelow(goal);
      }
    } else if (!world.isCalm()) {
      world.after(1_000, () -> switchWhenPassed(target, goal));
    }
  }

  SimulatedRevision live() {
    return Objects.requireNonNull(revisions.get(plan.live()));
  }

  /** Those that are to run now, as {@code RunningView} sees it. */
  List<SimulatedRevision> planned() {
    boolean waits = inPlace && plan.isDropping();
    return plan.revisions().stream()
        .filter(one -> !waits && !one.dropping())
        .map(one -> Objects.requireNonNull(revisions.get(one.id())))
        .toList();
  }

  boolean isPlanned(SimulatedRevision one, boolean reading) {
    return reading != plan.paused()
        && plan.revision(one.id()).filter(there -> !there.dropping()).isPresent();
  }

  boolean isReading() {
    return !plan.paused();
  }

  int eventsPerSecond(SimulatedRevision one) {
    return one.id().equals(plan.live()) ? 0 : world.schedule().rebuildEventsPerSecond();
  }

  Collection<SimulatedRevision> revisions() {
    return revisions.values();
  }

  boolean isSettled() {
    return !plan.isDropping() && revisions.values().stream().allMatch(SimulatedRevision::isSettled);
  }

  boolean keepsHistory() {
    return keepsHistory;
  }

  @Override
  public String toString() {
    return plan.view();
  }
}
