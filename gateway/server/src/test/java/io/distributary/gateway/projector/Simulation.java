package io.distributary.gateway.projector;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs real {@link ProjectorCore}s of several gateways against a simulated log, stores and dead
 * letters: one thread, a virtual clock, and every choice drawn from the schedule's seed. Faults
 * happen for a while, then stop, and everything must come right.
 */
final class Simulation {
  private static final long PATIENCE = Duration.ofMinutes(60).toMillis();
  private static final int TRACED = Integer.getInteger("distributary.simulation.trace", 80);

  private final PriorityQueue<Task> tasks =
      new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::number));
  private final Schedule schedule;
  private final Sabotage sabotage;
  private final Census census;
  private final SplittableRandom random;
  private final boolean tracing;
  private final Deque<String> trace = new ArrayDeque<>();
  private final SimulatedLog log;
  private final SimulatedDeadLetters letters;
  private final List<SimulatedView> views = new ArrayList<>();
  private final List<SimulatedGateway> gateways = new ArrayList<>();
  private final Weather weather;
  private long now;
  private long number;
  private boolean calm;
  private boolean settled;
  private @Nullable PromiseBroken failure;

  private Simulation(Schedule schedule, Sabotage sabotage, Census census, boolean tracing) {
    this.schedule = schedule;
    this.sabotage = sabotage;
    this.census = census;
    this.tracing = tracing;
    this.random = new SplittableRandom(schedule.seed() ^ 0x5DEECE66DL);
    this.log = new SimulatedLog(schedule.partitions());
    this.letters = new SimulatedDeadLetters(this);
    for (Schedule.View view : schedule.views()) {
      views.add(new SimulatedView(this, views.size(), view));
    }
    for (int i = 0; i < schedule.gateways(); i++) {
      gateways.add(new SimulatedGateway(this, "gateway-" + i));
    }
    this.weather = new Weather(this);
  }

  /** A task of the virtual time. */
  private record Task(long at, long number, Runnable run) {}

  /**
   * Runs one schedule to its end.
   *
   * @throws PromiseBroken with the seed and what happened last
   */
  static void run(long seed, Sabotage sabotage, Census census) {
    try {
      new Simulation(Schedule.of(seed), sabotage, census, false).run();
    } catch (PromiseBroken broken) {
      throw new PromiseBroken(
          "Seed %d: %s%n%s".formatted(seed, broken.getMessage(), traceOf(seed, sabotage)), seed);
    }
  }

  /** The same once more, written down: a schedule always runs alike. */
  private static String traceOf(long seed, Sabotage sabotage) {
    Simulation again = new Simulation(Schedule.of(seed), sabotage, new Census(), true);
    try {
      again.run();
      return "It did not happen again: the simulation is not deterministic.";
    } catch (PromiseBroken expected) {
      return String.join(System.lineSeparator(), again.trace);
    }
  }

  private void run() {
    weather.begin();
    after(schedule.troubled().toMillis(), this::calmDown);
    long end = schedule.troubled().toMillis() + PATIENCE;
    while (!settled) {
      step();
      if (now > end) {
        throw new PromiseBroken("Something never comes to its end: " + unsettled());
      }
    }
    revisions().forEach(revision -> revision.oracle().compare());
    letters.compare();
    census.scheduleEnded(now, revisions().anyMatch(SimulatedRevision::isRightlyHalted));
  }

  private void step() {
    Task task = tasks.remove();
    now = task.at();
    task.run().run();
    if (failure != null) {
      throw failure;
    }
  }

  /** For what runs in a future's callback, where what is thrown gets lost. */
  void reporting(Runnable task) {
    try {
      task.run();
    } catch (PromiseBroken broken) {
      failure = broken;
    } catch (RuntimeException e) {
      failure = new PromiseBroken(e.toString());
    }
  }

  private void calmDown() {
    note(() -> "no more faults");
    calm = true;
    weather.clear();
    look();
  }

  private void look() {
    settled = isSettled();
    after(1_000, this::look);
  }

  private boolean isSettled() {
    return weather.isOver()
        && gateways.stream().allMatch(SimulatedGateway::isWell)
        && letters.isQuiet()
        && views.stream().allMatch(SimulatedView::isSettled);
  }

  private String unsettled() {
    return "letters "
        + (letters.isQuiet() ? "quiet" : "under way")
        + ", "
        + gateways
        + ", "
        + revisions().map(one -> one + " at " + one.group()).toList();
  }

  void after(long milliseconds, Runnable task) {
    tasks.add(new Task(now + milliseconds, number++, task));
  }

  /** Whether a fault happens here and now. */
  boolean strikes(Fault fault) {
    if (calm || !schedule.faults().contains(fault) || random.nextDouble() >= fault.often()) {
      return false;
    }
    saw(fault);
    return true;
  }

  void saw(Fault fault) {
    note(() -> "fault " + fault);
    census.saw(fault);
  }

  void note(Supplier<String> what) {
    if (tracing) {
      trace.add(now + " ms: " + what.get());
      if (trace.size() > TRACED) {
        trace.remove();
      }
    }
  }

  static void require(boolean holds, Supplier<String> promise) {
    if (!holds) {
      throw new PromiseBroken(promise.get());
    }
  }

  /** From {@code least} to less than {@code bound}. */
  long between(long least, long bound) {
    return random.nextLong(least, bound);
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean flip(double chance) {
    return random.nextDouble() < chance;
  }

  /** For what draws by itself. */
  RandomGenerator random() {
    return random;
  }

  boolean isCalm() {
    return calm;
  }

  long now() {
    return now;
  }

  boolean is(Sabotage asked) {
    return sabotage == asked;
  }

  Schedule schedule() {
    return schedule;
  }

  Census census() {
    return census;
  }

  SimulatedLog log() {
    return log;
  }

  SimulatedDeadLetters letters() {
    return letters;
  }

  List<SimulatedView> views() {
    return views;
  }

  /** Of all views, as planned now. */
  Stream<SimulatedRevision> revisions() {
    return views.stream().flatMap(view -> view.revisions().stream());
  }

  List<SimulatedGateway> gateways() {
    return gateways;
  }

  Weather weather() {
    return weather;
  }

  /** The virtual time, for what asks for a clock. */
  Clock clock() {
    InstantSource time = () -> Instant.ofEpochMilli(now);
    return time.withZone(ZoneOffset.UTC);
  }
}
