package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.log.StreamException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A projector's reader of the simulated log: polls that wait, fail and crash, and commits that are
 * slow, lost, or not answered.
 */
final class SimulatedLogReader implements LogReader {
  private final Simulation world;
  private final SimulatedGateway gateway;
  private final SimulatedRevision revision;
  private final SimulatedThread thread;
  private final SimulatedMemory memory;
  private final Map<Polled, Chunk> chunks = new IdentityHashMap<>();
  private Promise<Chunk> polled = Promise.promise();
  private @Nullable SimulatedReader member;
  private long number;
  private boolean polling;
  private boolean waits;
  private boolean paused;
  private boolean committing;
  private boolean left;

  SimulatedLogReader(
      Simulation world,
      SimulatedGateway gateway,
      SimulatedRevision revision,
      SimulatedThread thread,
      SimulatedMemory memory) {
    this.world = world;
    this.gateway = gateway;
    this.revision = revision;
    this.thread = thread;
    this.memory = memory;
  }

  private <T> Future<T> asked(String what, Consumer<Promise<T>> how) {
    return thread.asked(() -> gateway + " " + revision + ": " + what, how);
  }

  @Override
  public Future<Void> subscribe() {
    return asked(
        "join",
        answer -> {
          SimulatedReader joining = new SimulatedReader(world, gateway, revision.group());
          joining.onWake(this::wake);
          member = joining;
          thread.after(world.between(1, 50), answer::complete);
        });
  }

  @Override
  public Future<Polled> poll(Duration timeout, boolean pause) {
    return this.<Chunk>asked(pause ? "poll, paused" : "poll", answer -> fetch(pause, answer))
        .map(
            chunk -> {
              Polled raw = new Polled(List.of(), chunk.next());
              chunks.put(raw, chunk);
              return raw;
            });
  }

  private void fetch(boolean pause, Promise<Chunk> answer) {
    if (pause && world.is(Sabotage.STOP_POLLING)) {
      return;
    }
    Simulation.require(!polling, () -> "Two polls at once");
    polling = true;
    waits = true;
    paused = pause;
    number++;
    polled = answer;
    member().pause(pause && !world.is(Sabotage.NEVER_PAUSE));
    pollAfter(member().hasSomething() ? world.between(1, 20) : world.between(200, 20_000));
  }

  private void pollAfter(long milliseconds) {
    long mine = number;
    thread.after(milliseconds, () -> poll(mine));
  }

  /** A poll that waits comes back earlier when there is something. */
  private void wake() {
    if (waits && member().hasSomething()) {
      pollAfter(world.between(1, 20));
    }
  }

  private void poll(long mine) {
    if (!waits || mine != number || left) {
      return;
    }
    if (member().isCommitting()) {
      pollAfter(10);
      return;
    }
    waits = false;
    if (gateway.crashes(Fault.CRASH_POLLING)) {
      return;
    }
    if (world.strikes(Fault.POLL_FAILED)) {
      failed(StreamException.unreachable(null));
    } else if (world.weather().isKafkaAway()) {
      thread.after(200, () -> polled.complete(new Chunk(List.of(), Map.of(), 0)));
    } else {
      read();
    }
  }

  private void failed(StreamException failure) {
    thread.after(
        1,
        () -> {
          polling = false;
          polled.fail(failure);
        });
  }

  private void read() {
    SimulatedReader.Read read = member().poll(world.schedule().delivery().batchSize());
    if (!thread.isAlive()) {
      return;
    }
    if (read.halt().isPresent()) {
      failed(StreamException.halt(read.halt().get().code(), read.halt().get().message()));
    } else {
      polled.complete(read.chunk());
    }
  }

  /** Decodes what a poll brought. */
  void decode(Polled raw, Promise<Chunk> answer) {
    Chunk chunk = Objects.requireNonNull(chunks.remove(raw));
    long milliseconds = world.strikes(Fault.DECODING_SLOW) ? world.between(50, 30_000) : 1;
    thread.after(
        milliseconds,
        () -> {
          if (!gateway.crashes(Fault.CRASH_DECODING)) {
            polling = false;
            memory.take(chunk, paused);
            answer.complete(chunk);
          }
        });
  }

  @Override
  public Future<Void> commit(Map<Integer, Checkpoint> done) {
    return asked("commit " + done, answer -> commit(done, answer));
  }

  private void commit(Map<Integer, Checkpoint> done, Promise<Void> answer) {
    Simulation.require(!committing, () -> "Two commits at once");
    committing = true;
    if (gateway.crashes(Fault.CRASH_BEFORE_COMMIT)) {
      return;
    }
    Map<Integer, Checkpoint> wanted =
        world.is(Sabotage.COMMIT_THE_MAXIMUM) ? memory.ends(done) : done;
    long sent = world.strikes(Fault.COMMIT_SLOW) ? world.between(20, 5_000) : 5;
    thread.after(sent, () -> send(member().stillOwned(wanted), answer));
  }

  private void send(Map<Integer, Checkpoint> kept, Promise<Void> answer) {
    if (kept.isEmpty()) {
      committed(true, answer);
    } else if (world.weather().isKafkaAway() || world.strikes(Fault.COMMIT_FAILED)) {
      thread.after(5_000, () -> committed(false, answer));
    } else {
      SimulatedReader sender = member();
      int generation = sender.generation();
      sender.commitUnderWay(true);
      world.after(world.between(1, 20), () -> arrive(sender, generation, kept, answer));
    }
  }

  private void arrive(
      SimulatedReader sender, int generation, Map<Integer, Checkpoint> kept, Promise<Void> answer) {
    boolean taken = revision.group().commit(sender, generation, kept);
    sender.commitUnderWay(false);
    thread.bring(
        () -> {
          if (!gateway.crashes(Fault.CRASH_AFTER_COMMIT)) {
            committed(taken && !world.strikes(Fault.COMMIT_UNANSWERED), answer);
          }
        });
  }

  private void committed(boolean told, Promise<Void> answer) {
    committing = false;
    if (told) {
      answer.complete();
    } else {
      answer.fail(StreamException.unreachable(null));
    }
  }

  /** Past the projector: for sabotage. */
  void commitUnasked(Map<Integer, Checkpoint> checkpoints) {
    SimulatedReader sender = member();
    revision.group().commit(sender, sender.generation(), sender.stillOwned(checkpoints));
  }

  @Override
  public Future<Void> close() {
    return asked(
        "leave",
        answer -> {
          left = true;
          member().leave();
          answer.complete();
        });
  }

  /** The group does without this member. */
  void forgotten() {
    if (member != null) {
      member().leave();
    }
  }

  boolean isPolling() {
    return polling;
  }

  boolean owns(int partition) {
    return member().owns(partition);
  }

  @Nullable SimulatedReader memberOrNone() {
    return member;
  }

  private SimulatedReader member() {
    if (member == null) {
      throw new IllegalStateException("The projector has not joined");
    }
    return member;
  }

  /** In coarse steps. */
  int shape() {
    return (polling ? paused ? 2 : 1 : 0) * 4 + (committing ? 2 : 0);
  }

  int owned() {
    return member == null ? 0 : 1 + member.ownedCount();
  }
}
