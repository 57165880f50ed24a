package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.WriteResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A real {@link Projector} in the simulated world, and what must hold of it at any time. */
final class SimulatedProjector {
  private static final Reason UNOPENED = new Reason("store-away", "The store is away.");

  private final Simulation world;
  private final SimulatedGateway gateway;
  private final SimulatedRevision revision;
  private final Projector projector;
  private final DeadLetterWriter letters;
  private final SimulatedThread thread;
  private final SimulatedMemory memory;
  private final SimulatedLogReader reader;
  private final boolean reading;
  private final Set<Timer> timers = EnumSet.noneOf(Timer.class);
  private int writing;
  private boolean stopping;
  private boolean left;

  SimulatedProjector(
      Simulation world, SimulatedGateway gateway, SimulatedRevision revision, boolean reading) {
    this.world = world;
    this.gateway = gateway;
    this.revision = revision;
    this.letters = new DeadLetterWriter(gateway.letters(), world.clock(), revision.id());
    this.thread = new SimulatedThread(world, gateway.courier(), this::check);
    this.memory = new SimulatedMemory(world);
    this.reader = new SimulatedLogReader(world, gateway, revision, thread, memory);
    this.reading = reading;
    this.projector =
        new Projector(new World(), world.schedule().delivery(), reading, world.random());
    projector.left().onComplete(done -> leave());
  }

  void start() {
    thread.run(projector::start);
  }

  void stop() {
    stopping = true;
    if (world.is(Sabotage.LOSE_THE_BATCH_ON_STOP) && reader.memberOrNone() != null) {
      reader.commitUnasked(memory.ends(Map.of()));
    }
    thread.run(projector::stop);
  }

  boolean isAsPlanned() {
    return revision.view().isPlanned(revision, reading);
  }

  void stopUnlessAsPlanned() {
    if (!isAsPlanned() && !stopping) {
      boolean hadLeft = left;
      stop();
      if (hadLeft) {
        gateway.left(this);
      }
    }
  }

  void pace() {
    int eventsPerSecond = revision.view().eventsPerSecond(revision);
    memory.pace(eventsPerSecond);
    thread.run(() -> projector.pace(eventsPerSecond));
  }

  private void check() {
    ProjectorStatus status = projector.status();
    Simulation.require(
        status.phase() != Phase.RUNNING
            || stopping
            || reader.isPolling()
            || timers.contains(Timer.FETCH),
        () -> "Polling has stopped while the projector is in its group");
    Simulation.require(
        left || status.trouble().isPresent() || Set.of(Timer.REST).containsAll(timers),
        () -> "The projector waits for another try of " + timers + " and does not say why");
    world.census().state(shape());
  }

  /** What the projector sees. */
  private final class World implements Ports {
    private <T> Future<T> asked(String what, Consumer<Promise<T>> how) {
      return thread.asked(() -> gateway + " " + revision + ": " + what, how);
    }

    @Override
    public Future<Boolean> open() {
      return asked("open", SimulatedProjector.this::open);
    }

    @Override
    public LogReader reader() {
      return reader;
    }

    @Override
    public Future<Chunk> prepare(Polled raw) {
      return asked("prepare", answer -> reader.decode(raw, answer));
    }

    @Override
    public Future<WriteResult> write(List<Projected<?>> batch) {
      return asked("write " + batch, answer -> SimulatedProjector.this.write(batch, answer));
    }

    @Override
    public Future<Void> writeLetters(WriteBatch batch) {
      return asked("letters", answer -> SimulatedProjector.this.writeLetters(batch, answer));
    }

    @Override
    public void after(Timer timer, Duration duration, Runnable task) {
      if (thread.isAlive()) {
        timers.add(timer);
        thread.after(
            Math.max(1, duration.toMillis()),
            () -> {
              timers.remove(timer);
              task.run();
            });
      }
    }

    @Override
    public void finished(WriteBatch batch) {
      if (thread.isAlive()) {
        world.reporting(() -> memory.finish(batch.chunk()));
      }
    }

    @Override
    public void changed(ProjectorStatus now) {
      world.note(() -> gateway + " " + revision + " is " + now.phase() + " " + now.trouble());
    }
  }

  private void open(Promise<Boolean> answer) {
    if (gateway.crashes(Fault.CRASH_OPENING)) {
      return;
    }
    if (revision.calls().isAway() || world.strikes(Fault.STORE_UNOPENED)) {
      unopened(Action.RETRY, answer);
    } else if (world.strikes(Fault.STORE_UNOPENABLE)) {
      unopened(Action.STOP, answer);
    } else {
      thread.after(world.between(1, 1_000), () -> answer.complete(revision.keepsHistory()));
    }
  }

  private void unopened(Action action, Promise<Boolean> answer) {
    Exception failure = new Failure(action, UNOPENED).exception();
    thread.after(world.between(1, 1_000), () -> answer.fail(failure));
  }

  private void write(List<Projected<?>> batch, Promise<WriteResult> answer) {
    Simulation.require(++writing == 1, () -> "Two writes at once");
    requireOrder(batch);
    memory.requireRested();
    if (world.is(Sabotage.COMMIT_BEFORE_WRITE)) {
      reader.commitUnasked(memory.oldest());
    }
    if (!gateway.crashes(Fault.CRASH_BEFORE_WRITE)) {
      revision
          .calls()
          .write(this, batch, result -> thread.bring(() -> written(batch, result, answer)));
    }
  }

  /** What a sink is promised. */
  private void requireOrder(List<Projected<?>> batch) {
    Map<ResourceId, Version> last = new HashMap<>();
    for (Projected<?> one : batch) {
      Version before = last.put(one.id(), one.version());
      Simulation.require(
          before == null || (revision.keepsHistory() && before.compareTo(one.version()) < 0),
          () -> "A batch has " + one + " after version " + before);
    }
  }

  private void written(
      List<Projected<?>> batch, Future<WriteResult> result, Promise<WriteResult> answer) {
    writing--;
    if (result.succeeded() && world.is(Sabotage.RETRY_FORGETS)) {
      List<Outcome> outcomes = result.result().outcomes();
      answer.complete(WriteResult.of(outcomes.stream().map(this::forgetful).toList()));
    } else if (isRejected(result) && world.is(Sabotage.REFUSED_BATCH_FORGOTTEN)) {
      answer.complete(WriteResult.allApplied(batch.size()));
    } else {
      answer.handle(result);
    }
  }

  private static boolean isRejected(Future<WriteResult> result) {
    return result.cause() instanceof SinkException e && e.action() == Action.REJECT;
  }

  private Outcome forgetful(Outcome outcome) {
    boolean again = outcome instanceof Outcome.Failed rejected && rejected.action() == Action.RETRY;
    return again ? Outcome.APPLIED : outcome;
  }

  private void writeLetters(WriteBatch batch, Promise<Void> answer) {
    Simulation.require(++writing == 1, () -> "Letters are written during a write");
    memory.requireRested();
    if (world.is(Sabotage.SWALLOW_REFUSALS)) {
      thread.after(1, () -> lettersDone(answer::complete));
    } else {
      List<DeadLetter> due = due(batch);
      letters
          .write(batch)
          .onSuccess(done -> requireMarked(batch, due))
          .onSuccess(done -> thread.bring(() -> lettersDone(answer::complete)))
          .onFailure(failure -> thread.bring(() -> lettersFailed(failure, answer)));
    }
  }

  private void lettersFailed(Throwable failure, Promise<Void> answer) {
    boolean ignored = world.is(Sabotage.IGNORE_FAILED_LETTERS);
    lettersDone(ignored ? answer::complete : () -> answer.fail(failure));
  }

  private List<DeadLetter> due(WriteBatch batch) {
    return gateway.letters().due(revision, batch);
  }

  /** What was known to be due when it began is marked by now. */
  private void requireMarked(WriteBatch batch, List<DeadLetter> before) {
    List<DeadLetter> still = new ArrayList<>(due(batch));
    still.removeIf(letter -> !before.contains(letter) && !isRejectedBy(batch, letter));
    world.reporting(
        () -> Simulation.require(still.isEmpty(), () -> "Not marked as superseded: " + still));
  }

  private static boolean isRejectedBy(WriteBatch batch, DeadLetter letter) {
    return batch.rejected().stream().anyMatch(one -> one.version().equals(letter.version()));
  }

  private void lettersDone(Runnable answer) {
    writing--;
    answer.run();
  }

  private void leave() {
    left = true;
    timers.clear();
    gateway.left(this);
  }

  /** The group does without this member. */
  void forgotten() {
    reader.forgotten();
  }

  boolean crashes(Fault step) {
    return !left && isOfThisLife() && gateway.crashes(step);
  }

  private boolean isOfThisLife() {
    return gateway.projectors().contains(this);
  }

  /** Whether the resources' partitions are this projector's, so that its write is no zombie's. */
  boolean isOwnerOf(List<Projected<?>> batch) {
    return !left
        && isOfThisLife()
        && batch.stream().allMatch(one -> reader.owns(one.version().partition()));
  }

  boolean isStopping() {
    return stopping;
  }

  boolean hasLeft() {
    return left;
  }

  boolean hasFailed() {
    return projector.status().hasFailed();
  }

  SimulatedRevision revision() {
    return revision;
  }

  @Nullable SimulatedReader readerOrNone() {
    return reader.memberOrNone();
  }

  /** The state of core, store and log as seen from here, in coarse steps. */
  private long shape() {
    long shape = projector.status().phase().name().hashCode();
    shape = shape * 31 + reader.shape();
    shape = shape * 31 + writing;
    shape = shape * 31 + (stopping ? 2 : 0) + (left ? 1 : 0);
    for (Timer timer : timers) {
      shape = shape * 31 + timer.name().hashCode();
    }
    shape = memory.shape(shape) * 31 + reader.owned();
    return shape * 31 + revision.oracle().shape();
  }
}
