package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.log.Checkpoint;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Failure;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.WriteResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Courier courier;
  private final boolean reading;
  private final Set<Timer> timers = EnumSet.noneOf(Timer.class);
  private final Deque<Chunk> inMemory = new ArrayDeque<>();
  private @Nullable SimulatedReader reader;
  private int eventsPerSecond;
  private long restingUntil;
  private long pollNumber;
  private boolean polling;
  private boolean pollWaits;
  private boolean pollPaused;
  private Promise<Chunk> polled = Promise.promise();
  private int writing;
  private boolean committing;
  private boolean stopping;
  private boolean left;

  SimulatedProjector(
      Simulation world, SimulatedGateway gateway, SimulatedRevision revision, boolean reading) {
    this.world = world;
    this.gateway = gateway;
    this.revision = revision;
    this.letters = new DeadLetterWriter(gateway.letters(), world.clock(), revision.id());
    this.courier = gateway.courier();
    this.reading = reading;
    this.projector = new Projector(new World(), world.schedule().delivery(), reading);
    projector.left().onComplete(done -> leave());
  }

  void start() {
    run(projector::start);
  }

  void stop() {
    stopping = true;
    if (world.is(Sabotage.LOSE_THE_BATCH_ON_STOP) && reader != null) {
      commitUnasked(ends());
    }
    run(projector::stop);
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
    eventsPerSecond = revision.view().eventsPerSecond(revision);
    run(() -> projector.pace(eventsPerSecond));
  }

  /** Something that the projector is told. What is thrown in a future's callback gets lost. */
  private void run(Runnable told) {
    world.reporting(
        () -> {
          told.run();
          if (courier.isAlive()) {
            check();
          }
        });
  }

  /** What must hold at any time. */
  private void check() {
    ProjectorStatus status = projector.status();
    Simulation.require(
        status.phase() != Phase.RUNNING || stopping || polling || timers.contains(Timer.FETCH),
        () -> "Polling has stopped while the projector is in its group");
    Simulation.require(
        left || status.trouble().isPresent() || Set.of(Timer.REST).containsAll(timers),
        () -> "The projector waits for another try of " + timers + " and does not say why");
    world.census().state(shape());
  }

  private void after(long milliseconds, Runnable task) {
    world.after(milliseconds, () -> courier.bring(() -> run(task)));
  }

  private <T> void answerAfter(long milliseconds, Promise<T> answer, T value) {
    after(milliseconds, () -> answer.complete(value));
  }

  /**
   * What the projector sees. Once its gateway has crashed, nothing is done or answered any more.
   */
  private final class World implements Ports {
    private final Map<Polled, Chunk> polled = new IdentityHashMap<>();

    private <T> Future<T> answered(String what, Consumer<Promise<T>> how) {
      Promise<T> answer = Promise.promise();
      if (courier.isAlive()) {
        world.note(() -> gateway + " " + revision + ": " + what);
        world.reporting(() -> how.accept(answer));
      }
      return answer.future();
    }

    @Override
    public Future<Boolean> open() {
      return answered("open", SimulatedProjector.this::open);
    }

    @Override
    public LogReader reader() {
      return new Reader();
    }

    @Override
    public Future<Chunk> prepare(Polled raw) {
      Chunk chunk = Objects.requireNonNull(polled.remove(raw));
      return answered("prepare " + chunk, answer -> decode(chunk, answer));
    }

    @Override
    public Future<WriteResult> write(List<Projected<?>> batch) {
      return answered("write " + batch, answer -> SimulatedProjector.this.write(batch, answer));
    }

    @Override
    public Future<Void> writeLetters(WriteBatch batch) {
      return answered("letters", answer -> SimulatedProjector.this.writeLetters(batch, answer));
    }

    @Override
    public void after(Timer timer, Duration duration, Runnable task) {
      if (courier.isAlive()) {
        timers.add(timer);
        SimulatedProjector.this.after(
            Math.max(1, duration.toMillis()),
            () -> {
              timers.remove(timer);
              task.run();
            });
      }
    }

    @Override
    public void finished(WriteBatch batch) {
      if (courier.isAlive()) {
        world.reporting(() -> finish(batch.chunk()));
      }
    }

    @Override
    public void changed(ProjectorStatus now) {
      world.note(() -> gateway + " " + revision + " is " + now.phase() + " " + now.trouble());
    }

    /** The member of the group that the projector reads by. */
    private final class Reader implements LogReader {
      @Override
      public Future<Void> subscribe() {
        return answered("join", SimulatedProjector.this::join);
      }

      @Override
      public Future<Polled> poll(Duration timeout, boolean paused) {
        return World.this
            .<Chunk>answered(paused ? "poll, paused" : "poll", answer -> fetch(paused, answer))
            .map(
                chunk -> {
                  Polled raw = new Polled(List.of(), chunk.next());
                  polled.put(raw, chunk);
                  return raw;
                });
      }

      @Override
      public Future<Void> commit(Map<Integer, Checkpoint> done) {
        return answered("commit " + done, answer -> SimulatedProjector.this.commit(done, answer));
      }

      @Override
      public Future<Void> close() {
        return answered(
            "leave",
            answer -> {
              SimulatedProjector.this.reader().leave();
              answer.complete();
            });
      }
    }
  }

  private void open(Promise<Boolean> answer) {
    if (gateway.crashes(Fault.CRASH_OPENING)) {
      return;
    }
    if (revision.calls().isAway() || world.strikes(Fault.STORE_UNOPENED)) {
      failAfter(answer, new Failure(Action.RETRY, UNOPENED).exception());
    } else if (world.strikes(Fault.STORE_UNOPENABLE)) {
      failAfter(answer, new Failure(Action.STOP, UNOPENED).exception());
    } else {
      answerAfter(world.between(1, 1_000), answer, revision.keepsHistory());
    }
  }

  private void failAfter(Promise<?> answer, Exception failure) {
    after(world.between(1, 1_000), () -> answer.fail(failure));
  }

  private void join(Promise<Void> answer) {
    SimulatedReader joining = new SimulatedReader(world, gateway, revision.group());
    joining.onWake(this::wake);
    reader = joining;
    answerAfter(world.between(1, 50), answer, null);
  }

  private void fetch(boolean paused, Promise<Chunk> answer) {
    if (paused && world.is(Sabotage.STOP_POLLING)) {
      return;
    }
    Simulation.require(!polling, () -> "Two polls at once");
    polling = true;
    pollWaits = true;
    pollPaused = paused;
    pollNumber++;
    polled = answer;
    reader().pause(paused && !world.is(Sabotage.NEVER_PAUSE));
    pollAfter(reader().hasSomething() ? world.between(1, 20) : world.between(200, 20_000));
  }

  private void pollAfter(long milliseconds) {
    long number = pollNumber;
    world.after(milliseconds, () -> courier.bring(() -> run(() -> poll(number))));
  }

  /** A poll that waits comes back earlier when there is something. */
  private void wake() {
    if (pollWaits && reader().hasSomething()) {
      pollAfter(world.between(1, 20));
    }
  }

  private void poll(long number) {
    if (!pollWaits || number != pollNumber || left) {
      return;
    }
    if (reader().isCommitting()) {
      pollAfter(10);
      return;
    }
    pollWaits = false;
    if (gateway.crashes(Fault.CRASH_POLLING)) {
      return;
    }
    if (world.strikes(Fault.POLL_FAILED)) {
      failed(StreamException.unreachable(null));
    } else if (world.weather().isKafkaAway()) {
      after(200, () -> polled.complete(new Chunk(List.of(), Map.of(), 0)));
    } else {
      read();
    }
  }

  private void failed(StreamException failure) {
    after(
        1,
        () -> {
          polling = false;
          polled.fail(failure);
        });
  }

  private void read() {
    SimulatedReader.Read read = reader().poll(world.schedule().delivery().batchSize());
    if (!courier.isAlive()) {
      return;
    }
    if (read.halt().isPresent()) {
      failed(StreamException.halt(read.halt().get().code(), read.halt().get().message()));
    } else {
      polled.complete(read.chunk());
    }
  }

  private void decode(Chunk chunk, Promise<Chunk> answer) {
    long milliseconds = world.strikes(Fault.DECODING_SLOW) ? world.between(50, 30_000) : 1;
    after(
        milliseconds,
        () -> {
          if (!gateway.crashes(Fault.CRASH_DECODING)) {
            polling = false;
            remember(chunk);
            answer.complete(chunk);
          }
        });
  }

  private void remember(Chunk chunk) {
    if (!chunk.isNothing()) {
      Simulation.require(
          bytesInMemory() < world.schedule().delivery().maxBytesInFlight().count(),
          () -> "More is read although too much is in memory" + (pollPaused ? ", in a pause" : ""));
      inMemory.add(chunk);
    }
  }

  private long bytesInMemory() {
    return inMemory.stream().mapToLong(Chunk::bytes).sum();
  }

  private void finish(Chunk done) {
    forget(done.work().size(), done.bytes());
    if (eventsPerSecond > 0) {
      restingUntil = world.now() + 1_000L * done.work().size() / eventsPerSecond;
    }
  }

  private void requireRested() {
    Simulation.require(world.now() >= restingUntil, () -> "It writes faster than it may");
  }

  private void forget(int works, long bytes) {
    long leftWorks = works;
    long leftBytes = bytes;
    while (!inMemory.isEmpty() && (leftWorks > 0 || inMemory.element().work().isEmpty())) {
      Chunk done = inMemory.remove();
      leftWorks -= done.work().size();
      leftBytes -= done.bytes();
    }
    long over = leftBytes;
    Simulation.require(over == 0, () -> "A batch gives back other bytes than it took: " + over);
  }

  private void write(List<Projected<?>> batch, Promise<WriteResult> answer) {
    Simulation.require(++writing == 1, () -> "Two writes at once");
    requireOrder(batch);
    requireRested();
    if (world.is(Sabotage.COMMIT_BEFORE_WRITE)) {
      commitUnasked(inMemory.element().next());
    }
    if (!gateway.crashes(Fault.CRASH_BEFORE_WRITE)) {
      revision
          .calls()
          .write(
              this,
              batch,
              result -> courier.bring(() -> run(() -> written(batch, result, answer))));
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

  private void written(List<Projected<?>> batch, Input result, Promise<WriteResult> answer) {
    writing--;
    if (result instanceof Input.Written written) {
      boolean forgets = world.is(Sabotage.RETRY_FORGETS);
      answer.complete(
          new WriteResult(
              forgets
                  ? written.outcomes().stream().map(this::forgetful).toList()
                  : written.outcomes()));
    } else if (result instanceof Input.WriteFailed failed) {
      boolean forgotten =
          failed.action() == Action.REJECT && world.is(Sabotage.REFUSED_BATCH_FORGOTTEN);
      if (forgotten) {
        answer.complete(new WriteResult(batch.stream().map(any -> Outcome.APPLIED).toList()));
      } else {
        answer.fail(new Failure(failed.action(), failed.reason()).exception());
      }
    }
  }

  private Outcome forgetful(Outcome outcome) {
    boolean again = outcome instanceof Outcome.Failed rejected && rejected.action() == Action.RETRY;
    return again ? Outcome.APPLIED : outcome;
  }

  private void writeLetters(WriteBatch batch, Promise<Void> answer) {
    Simulation.require(++writing == 1, () -> "Letters are written during a write");
    requireRested();
    if (world.is(Sabotage.SWALLOW_REFUSALS)) {
      after(1, () -> lettersDone(answer::complete));
    } else {
      List<DeadLetter> due = due(batch);
      letters
          .write(batch)
          .onSuccess(done -> requireMarked(batch, due))
          .onSuccess(done -> courier.bring(() -> run(() -> lettersDone(answer::complete))))
          .onFailure(
              failure ->
                  courier.bring(
                      () ->
                          run(
                              () ->
                                  lettersDone(
                                      world.is(Sabotage.IGNORE_FAILED_LETTERS)
                                          ? answer::complete
                                          : () -> answer.fail(failure)))));
    }
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

  private void commit(Map<Integer, Checkpoint> checkpoints, Promise<Void> answer) {
    Simulation.require(!committing, () -> "Two commits at once");
    committing = true;
    if (gateway.crashes(Fault.CRASH_BEFORE_COMMIT)) {
      return;
    }
    Map<Integer, Checkpoint> wanted =
        world.is(Sabotage.COMMIT_THE_MAXIMUM) ? ends(checkpoints) : checkpoints;
    long sent = world.strikes(Fault.COMMIT_SLOW) ? world.between(20, 5_000) : 5;
    after(sent, () -> send(reader().stillOwned(wanted), answer));
  }

  /** Up to where everything was read, done or not. */
  private Map<Integer, Checkpoint> ends(Map<Integer, Checkpoint> besides) {
    Map<Integer, Checkpoint> ends = new HashMap<>(besides);
    inMemory.forEach(chunk -> ends.putAll(chunk.next()));
    return ends;
  }

  private Map<Integer, Checkpoint> ends() {
    return ends(Map.of());
  }

  private void send(Map<Integer, Checkpoint> kept, Promise<Void> answer) {
    if (kept.isEmpty()) {
      committed(answer::complete);
    } else if (world.weather().isKafkaAway() || world.strikes(Fault.COMMIT_FAILED)) {
      after(5_000, () -> committed(() -> answer.fail(StreamException.unreachable(null))));
    } else {
      SimulatedReader sender = reader();
      int generation = sender.generation();
      sender.commitUnderWay(true);
      world.after(world.between(1, 20), () -> arrive(sender, generation, kept, answer));
    }
  }

  private void arrive(
      SimulatedReader sender, int generation, Map<Integer, Checkpoint> kept, Promise<Void> answer) {
    boolean taken = revision.group().commit(sender, generation, kept);
    sender.commitUnderWay(false);
    courier.bring(
        () -> {
          if (!gateway.crashes(Fault.CRASH_AFTER_COMMIT)) {
            boolean told = taken && !world.strikes(Fault.COMMIT_UNANSWERED);
            run(
                () ->
                    committed(
                        told
                            ? answer::complete
                            : () -> answer.fail(StreamException.unreachable(null))));
          }
        });
  }

  private void committed(Runnable answer) {
    committing = false;
    answer.run();
  }

  private void commitUnasked(Map<Integer, Checkpoint> checkpoints) {
    revision.group().commit(reader(), reader().generation(), reader().stillOwned(checkpoints));
  }

  private void leave() {
    left = true;
    timers.clear();
    gateway.left(this);
  }

  /** The group does without this member. */
  void forgotten() {
    if (reader != null) {
      reader().leave();
    }
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
        && batch.stream().allMatch(one -> reader().owns(one.version().partition()));
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
    return reader;
  }

  private SimulatedReader reader() {
    if (reader == null) {
      throw new IllegalStateException("The projector has not joined");
    }
    return reader;
  }

  /** The state of core, store and log as seen from here, in coarse steps. */
  private long shape() {
    long shape = projector.status().phase().name().hashCode();
    shape = shape * 31 + (polling ? pollPaused ? 2 : 1 : 0);
    shape = shape * 31 + writing * 2L + (committing ? 1 : 0);
    shape = shape * 31 + (stopping ? 2 : 0) + (left ? 1 : 0);
    for (Timer timer : timers) {
      shape = shape * 31 + timer.name().hashCode();
    }
    for (Chunk chunk : inMemory) {
      shape = shape * 31 + Math.min(9, chunk.work().size());
    }
    shape = shape * 31 + (reader == null ? 0 : 1 + reader.ownedCount());
    return shape * 31 + revision.oracle().shape();
  }
}
