package io.distributary.gateway.projector;

import java.util.ArrayList;
import java.util.List;

/** A gateway that may crash, freeze, stop, and start again. */
final class SimulatedGateway {
  private static final long SESSION = 6_000;

  private final Simulation world;
  private final String name;
  private final List<SimulatedProjector> projectors = new ArrayList<>();
  private FollowedDeadLetters letters;
  private final List<Runnable> held = new ArrayList<>();
  private State state = State.DOWN;
  private int life;
  private long frozenUntil;

  SimulatedGateway(Simulation world, String name) {
    this.world = world;
    this.name = name;
    this.letters = new FollowedDeadLetters(world, this, courier());
  }

  private enum State {
    DOWN,
    UP,
    STOPPING
  }

  void start() {
    world.note(() -> this + " starts");
    state = State.UP;
    letters = new FollowedDeadLetters(world, this, courier());
    projectors.clear();
    world.views().forEach(this::follow);
  }

  /** To what runs in this life of the gateway. */
  Courier courier() {
    int mine = life;
    return new Courier() {
      @Override
      public void bring(Runnable what) {
        SimulatedGateway.this.bring(mine, what);
      }

      @Override
      public boolean isAlive() {
        return mine == life;
      }
    };
  }

  private void bring(int when, Runnable what) {
    if (when == life) {
      if (isFrozen()) {
        held.add(() -> bring(when, what));
      } else {
        what.run();
      }
    }
  }

  private boolean isFrozen() {
    return world.now() < frozenUntil;
  }

  /** All that came meanwhile, in its order. */
  private void thaw() {
    if (!isFrozen()) {
      List<Runnable> due = List.copyOf(held);
      held.clear();
      due.forEach(Runnable::run);
    }
  }

  /** Crashes here if the schedule says so. */
  boolean crashes(Fault step) {
    if (state == State.DOWN || !world.strikes(step)) {
      return false;
    }
    world.note(() -> this + " crashes");
    projectors.forEach(projector -> world.after(SESSION, projector::forgotten));
    end(world.isCalm() ? world.between(1, 5_000) : world.between(1, 120_000));
    return true;
  }

  private void end(long down) {
    life++;
    frozenUntil = 0;
    held.clear();
    state = State.DOWN;
    world.after(down, this::start);
  }

  void freeze(long milliseconds) {
    if (state == State.DOWN) {
      return;
    }
    world.note(() -> this + " freezes for " + milliseconds + " ms");
    frozenUntil = Math.max(frozenUntil, world.now() + milliseconds);
    world.after(milliseconds, this::thaw);
    if (milliseconds > SESSION) {
      List.copyOf(projectors)
          .forEach(projector -> world.after(SESSION, () -> forgottenIfFrozen(projector)));
    }
  }

  private void forgottenIfFrozen(SimulatedProjector projector) {
    if (isFrozen()) {
      projector.forgotten();
    }
  }

  /** SIGTERM: what is begun is finished. */
  void stop() {
    if (state == State.UP) {
      world.note(() -> this + " is told to stop");
      state = State.STOPPING;
      Courier courier = courier();
      courier.bring(() -> List.copyOf(projectors).forEach(SimulatedProjector::stop));
      courier.bring(this::left);
    }
  }

  /** Does what a view's plan says, as {@code RunningView} does. */
  void follow(SimulatedView view) {
    courier().bring(() -> reconcile(view));
  }

  private void reconcile(SimulatedView view) {
    projectorsOf(view).forEach(SimulatedProjector::stopUnlessAsPlanned);
    if (projectorsOf(view).stream().noneMatch(SimulatedProjector::isStopping)) {
      view.planned().stream().filter(one -> !isRunning(one)).forEach(this::run);
      projectorsOf(view).forEach(SimulatedProjector::pace);
    }
  }

  private List<SimulatedProjector> projectorsOf(SimulatedView view) {
    return state == State.UP
        ? projectors.stream().filter(one -> one.revision().view() == view).toList()
        : List.of();
  }

  private boolean isRunning(SimulatedRevision revision) {
    return projectors.stream().anyMatch(one -> one.revision() == revision);
  }

  private void run(SimulatedRevision revision) {
    if (state == State.UP) {
      SimulatedProjector projector =
          new SimulatedProjector(world, this, revision, revision.view().isReading());
      projectors.add(projector);
      projector.start();
    }
  }

  /** A projector has left its group. */
  void left(SimulatedProjector who) {
    if (state == State.UP && who.isStopping()) {
      projectors.remove(who);
      follow(who.revision().view());
    }
    left();
  }

  private void left() {
    if (state == State.STOPPING && projectors.stream().allMatch(SimulatedProjector::hasLeft)) {
      world.note(() -> this + " has stopped");
      end(world.between(1, 30_000));
    }
  }

  /** Somebody looks after it: what has stopped is started again, unless the log must be mended. */
  void lookAfter() {
    boolean halted =
        projectors.stream()
            .anyMatch(
                one ->
                    one.hasFailed()
                        && !(world.isCalm() && one.revision().oracle().needsWhatIsLost()));
    if (halted) {
      stop();
    }
  }

  FollowedDeadLetters letters() {
    return letters;
  }

  List<SimulatedProjector> projectors() {
    return projectors;
  }

  boolean hasHalted(SimulatedRevision revision) {
    return projectors.stream().anyMatch(one -> one.revision() == revision && one.hasFailed());
  }

  boolean isWell() {
    return state == State.UP
        && !isFrozen()
        && held.isEmpty()
        && world.revisions().allMatch(this::isRunning)
        && projectors.stream()
            .allMatch(
                one -> one.isAsPlanned() && (!one.hasFailed() || one.revision().isRightlyHalted()));
  }

  @Override
  public String toString() {
    return name + "#" + life + (isWell() ? "" : " (not well)");
  }
}
