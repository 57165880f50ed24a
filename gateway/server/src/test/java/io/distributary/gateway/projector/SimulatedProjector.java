package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.log.Checkpoint;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out the effects of a real {@link ProjectorCore}, as {@link Projector} does. */
final class SimulatedProjector {
  private static final Reason UNWRITTEN = new Reason("letters-unwritten", "Kafka is away.");
  private static final Reason UNPOLLED = new Reason("kafka-away", "Kafka is away.");
  private static final Reason UNOPENED = new Reason("store-away", "The store is away.");

  private final Simulation world;
  private final SimulatedGateway gateway;
  private final SimulatedRevision revision;
  private final ProjectorCore core;
  private final Letters letters;
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
  private int writing;
  private boolean committing;
  private int telling;
  private boolean stopping;
  private boolean left;

  SimulatedProjector(
      Simulation world, SimulatedGateway gateway, SimulatedRevision revision, boolean reading) {
    this.world = world;
    this.gateway = gateway;
    this.revision = revision;
    this.core = new ProjectorCore(world.schedule().delivery());
    this.letters = new Letters(gateway.letters(), world.clock(), revision.id());
    this.courier = gateway.courier();
    this.reading = reading;
  }

  void start() {
    tell(new Input.Start(reading));
  }

  void stop() {
    stopping = true;
    if (world.is(Sabotage.LOSE_THE_BATCH_ON_STOP) && reader != null) {
      commitUnasked(ends());
    }
    tell(new Input.Stop());
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
    tell(new Input.Paced(eventsPerSecond));
  }

  private void tell(Input input) {
    world.note(() -> gateway + " " + revision + " hears " + input);
    telling++;
    for (Effect effect : core.on(input)) {
      courier.bring(() -> carryOut(effect));
    }
    if (--telling == 0) {
      courier.bring(this::check);
    }
  }

  /** What must hold at any time. */
  private void check() {
    Simulation.require(
        core.phase() != Phase.RUNNING || stopping || polling || timers.contains(Timer.FETCH),
        () -> "Polling has stopped while the projector is in its group");
    Simulation.require(
        left || core.trouble().isPresent() || Set.of(Timer.REST).containsAll(timers),
        () -> "The projector waits for another try of " + timers + " and does not say why");
    world.census().state(shape());
  }

  private void carryOut(Effect effect) {
    world.note(() -> gateway + " " + revision + " does " + effect);
    if (effect instanceof Effect.Open) {
      open();
    } else if (effect instanceof Effect.Join) {
      join();
    } else if (effect instanceof Effect.Fetch fetch) {
      fetch(fetch.paused());
    } else if (effect instanceof Effect.Write write) {
      write(write.batch());
    } else if (effect instanceof Effect.WriteLetters write) {
      writeLetters(write.batch());
    } else if (effect instanceof Effect.Commit commit) {
      commit(commit.checkpoints());
    } else if (effect instanceof Effect.Wait wait) {
      await(wait);
    } else if (effect instanceof Effect.Finished finished) {
      finish(finished.batch().chunk());
    } else if (effect instanceof Effect.Leave) {
      leave();
    } else {
      throw new IllegalStateException("The simulation does not know " + effect);
    }
  }

  private void open() {
    if (gateway.crashes(Fault.CRASH_OPENING)) {
      return;
    }
    Input answer = new Input.Opened(revision.keepsHistory());
    if (revision.calls().isAway() || world.strikes(Fault.STORE_UNOPENED)) {
      answer = new Input.Failed(Action.RETRY, UNOPENED);
    } else if (world.strikes(Fault.STORE_UNOPENABLE)) {
      answer = new Input.Failed(Action.STOP, UNOPENED);
    }
    tellAfter(world.between(1, 1_000), answer);
  }

  private void after(long milliseconds, Runnable task) {
    world.after(milliseconds, () -> courier.bring(task));
  }

  private void tellAfter(long milliseconds, Input input) {
    after(milliseconds, () -> tell(input));
  }

  private void join() {
    SimulatedReader joining = new SimulatedReader(world, gateway, revision.group());
    joining.onWake(this::wake);
    reader = joining;
    tellAfter(world.between(1, 50), new Input.Joined());
  }

  private void fetch(boolean paused) {
    if (paused && world.is(Sabotage.STOP_POLLING)) {
      return;
    }
    Simulation.require(!polling, () -> "Two polls at once");
    polling = true;
    pollWaits = true;
    pollPaused = paused;
    pollNumber++;
    reader().pause(paused && !world.is(Sabotage.NEVER_PAUSE));
    pollAfter(reader().hasSomething() ? world.between(1, 20) : world.between(200, 20_000));
  }

  private void pollAfter(long milliseconds) {
    long number = pollNumber;
    after(milliseconds, () -> poll(number));
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
      polled(new Input.FetchFailed(UNPOLLED), 1);
    } else if (world.weather().isKafkaAway()) {
      polled(new Input.Fetched(new Chunk(List.of(), Map.of(), 0)), 200);
    } else {
      read();
    }
  }

  private void read() {
    SimulatedReader.Read read = reader().poll(world.schedule().delivery().batchSize());
    courier.bring(
        () ->
            polled(
                read.halt()
                    .<Input>map(reason -> new Input.Failed(Action.STOP, reason))
                    .orElseGet(() -> new Input.Fetched(read.chunk())),
                world.strikes(Fault.DECODING_SLOW) ? world.between(50, 30_000) : 1));
  }

  private void polled(Input input, long decoding) {
    after(
        decoding,
        () -> {
          if (!gateway.crashes(Fault.CRASH_DECODING)) {
            polling = false;
            remember(input);
            tell(input);
          }
        });
  }

  private void remember(Input input) {
    if (input instanceof Input.Fetched fetched && !fetched.chunk().isNothing()) {
      Simulation.require(
          bytesInMemory() < world.schedule().delivery().maxBytesInFlight().count(),
          () -> "More is read although too much is in memory" + (pollPaused ? ", in a pause" : ""));
      inMemory.add(fetched.chunk());
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

  private void write(List<Projected<?>> batch) {
    Simulation.require(++writing == 1, () -> "Two writes at once");
    requireOrder(batch);
    requireRested();
    if (world.is(Sabotage.COMMIT_BEFORE_WRITE)) {
      commitUnasked(inMemory.element().next());
    }
    if (!gateway.crashes(Fault.CRASH_BEFORE_WRITE)) {
      revision.calls().write(this, batch, answer -> courier.bring(() -> written(batch, answer)));
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

  private void written(List<Projected<?>> batch, Input answer) {
    writing--;
    if (answer instanceof Input.Written written && world.is(Sabotage.RETRY_FORGETS)) {
      tell(new Input.Written(written.outcomes().stream().map(this::forgetful).toList()));
    } else if (answer instanceof Input.WriteFailed failed
        && failed.action() == Action.REJECT
        && world.is(Sabotage.REFUSED_BATCH_FORGOTTEN)) {
      tell(new Input.Written(batch.stream().map(any -> Outcome.APPLIED).toList()));
    } else {
      tell(answer);
    }
  }

  private Outcome forgetful(Outcome outcome) {
    boolean again = outcome instanceof Outcome.Refused refused && refused.action() == Action.RETRY;
    return again ? Outcome.APPLIED : outcome;
  }

  private void writeLetters(Batch batch) {
    Simulation.require(++writing == 1, () -> "Letters are written during a write");
    requireRested();
    if (world.is(Sabotage.SWALLOW_REFUSALS)) {
      after(1, () -> lettersDone(new Input.LettersWritten()));
    } else {
      List<DeadLetter> due = due(batch);
      letters
          .write(batch)
          .onSuccess(done -> requireMarked(batch, due))
          .onSuccess(done -> lettersDone(new Input.LettersWritten()))
          .onFailure(
              failure ->
                  lettersDone(
                      world.is(Sabotage.IGNORE_FAILED_LETTERS)
                          ? new Input.LettersWritten()
                          : new Input.LettersFailed(UNWRITTEN)));
    }
  }

  private List<DeadLetter> due(Batch batch) {
    return gateway.letters().due(revision, batch);
  }

  /** What was known to be due when it began is marked by now. */
  private void requireMarked(Batch batch, List<DeadLetter> before) {
    List<DeadLetter> still = new ArrayList<>(due(batch));
    still.removeIf(letter -> !before.contains(letter) && !isRefusedBy(batch, letter));
    world.reporting(
        () -> Simulation.require(still.isEmpty(), () -> "Not marked as superseded: " + still));
  }

  private static boolean isRefusedBy(Batch batch, DeadLetter letter) {
    return batch.refused().stream().anyMatch(one -> one.version().equals(letter.version()));
  }

  private void lettersDone(Input answer) {
    courier.bring(
        () -> {
          writing--;
          world.reporting(() -> tell(answer));
        });
  }

  private void commit(Map<Integer, Checkpoint> checkpoints) {
    Simulation.require(!committing, () -> "Two commits at once");
    committing = true;
    if (gateway.crashes(Fault.CRASH_BEFORE_COMMIT)) {
      return;
    }
    Map<Integer, Checkpoint> wanted =
        world.is(Sabotage.COMMIT_THE_MAXIMUM) ? ends(checkpoints) : checkpoints;
    long sent = world.strikes(Fault.COMMIT_SLOW) ? world.between(20, 5_000) : 5;
    after(sent, () -> send(checkpoints, reader().stillOwned(wanted)));
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

  private void send(Map<Integer, Checkpoint> asked, Map<Integer, Checkpoint> kept) {
    if (kept.isEmpty()) {
      committed(new Input.Committed(asked));
    } else if (world.weather().isKafkaAway() || world.strikes(Fault.COMMIT_FAILED)) {
      after(5_000, () -> committed(new Input.CommitFailed()));
    } else {
      SimulatedReader sender = reader();
      int generation = sender.generation();
      sender.commitUnderWay(true);
      world.after(world.between(1, 20), () -> arrive(sender, generation, asked, kept));
    }
  }

  private void arrive(
      SimulatedReader sender,
      int generation,
      Map<Integer, Checkpoint> asked,
      Map<Integer, Checkpoint> kept) {
    boolean taken = revision.group().commit(sender, generation, kept);
    sender.commitUnderWay(false);
    courier.bring(
        () -> {
          if (!gateway.crashes(Fault.CRASH_AFTER_COMMIT)) {
            boolean told = taken && !world.strikes(Fault.COMMIT_UNANSWERED);
            committed(told ? new Input.Committed(asked) : new Input.CommitFailed());
          }
        });
  }

  private void committed(Input answer) {
    committing = false;
    tell(answer);
  }

  private void commitUnasked(Map<Integer, Checkpoint> checkpoints) {
    revision.group().commit(reader(), reader().generation(), reader().stillOwned(checkpoints));
  }

  private void await(Effect.Wait wait) {
    timers.add(wait.timer());
    after(
        Math.max(1, wait.duration().toMillis()),
        () -> {
          timers.remove(wait.timer());
          tell(new Input.Elapsed(wait.timer()));
        });
  }

  private void leave() {
    left = true;
    timers.clear();
    if (reader != null) {
      reader().leave();
    }
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
    return core.phase() == Phase.FAILED;
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
    long shape = core.phase().name().hashCode();
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
