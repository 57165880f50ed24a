package io.distributary.gateway.plugin;

import io.distributary.sink.Failure;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.Visitor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way to a view's plugin: every call of it, and of all that it gave, is made here.
 *
 * <ol>
 *   <li>The thread's context class loader is the plugin's, while the call lasts.
 *   <li>A call is given up after its longest time ({@link PluginCall}), and interrupted. Where it
 *       may not come back even then, it runs on a thread of the guard's, which nobody waits for.
 *       What the callers' own threads can do without harm, as somebody gives these up already
 *       (single reads) or a change of threads costs more than the call (one event's projection),
 *       stays on them, and is interrupted by {@link #look}.
 *   <li>While {@value #MOST_OVERDUE} calls of a kind were given up and have not come back, no other
 *       one is made: it fails with {@link Action#RETRY}. So lost threads are few.
 *   <li>Its time is measured ({@link PluginMeters}).
 *   <li>What it throws beside its contract becomes a {@link SinkException} that stops its view and
 *       no other. The log names classes and places only.
 * </ol>
 */
final class PluginGuard {
  private static final Logger LOG = LoggerFactory.getLogger(PluginGuard.class);

  /** Calls of one kind that were given up and have not come back. */
  static final int MOST_OVERDUE = 4;

  private static final int FRAMES = 3;
  private static final long IDLE_SECONDS = 10;

  /** Longer than any process waits; deadlines without an end are cut here. */
  private static final Duration LONGEST = Duration.ofDays(30);

  private static final Failure FAILED =
      Failure.stop(
          "plugin-failed", "The sink plugin failed in a way that its contract does not know.");
  private static final Failure TIMEOUT =
      Failure.retry("plugin-timeout", "The sink plugin did not come back in time.");
  private static final Failure WRITE_TIMEOUT =
      Failure.retry("write-timeout", "The store did not answer a write in time.");
  private static final Failure REPAIR_TIMEOUT =
      Failure.retry("repair-timeout", "The store did not answer a repair in time.");
  private static final Failure BUSY =
      Failure.retry(
          "plugin-busy", "Calls of the sink plugin that were given up have not come back yet.");
  private static final Failure INTERRUPTED =
      Failure.retry(
          "plugin-interrupted", "The caller of the sink plugin does not wait any longer.");
  private static final Failure CLOSED = Failure.retry("sink-closed", "The sink is closed.");

  private final String name;
  private final ClassLoader loader;
  private final Function<PluginCall, Duration> longest;
  private final Clock clock;
  private final PluginMeters meters;
  private final Overdue overdue = new Overdue();
  private final ThreadPoolExecutor threads;
  private final Set<InPlace> inPlace = ConcurrentHashMap.newKeySet();

  /**
   * @param loader the plugin's
   * @param longest how long a call is waited for, or how long after its deadline
   * @param clock by which deadlines are meant
   */
  PluginGuard(
      String view,
      ClassLoader loader,
      Function<PluginCall, Duration> longest,
      MeterRegistry registry,
      Clock clock) {
    this(view, loader, longest, new PluginMeters(view, registry), clock);
    Gauge.builder("distributary.plugin.overdue", overdue, Overdue::all)
        .description("Calls of a view's sink plugin that were given up and have not come back")
        .tag("view", view)
        .register(registry);
  }

  private PluginGuard(
      String name,
      ClassLoader loader,
      Function<PluginCall, Duration> longest,
      PluginMeters meters,
      Clock clock) {
    this.name = name;
    this.loader = loader;
    this.longest = longest;
    this.clock = clock;
    this.meters = meters;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // each has a caller that waits for it, or is counted as overdue
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> daemon(task, "plugin-" + name));
  }

  /** For a plugin of which no view is known yet; its calls are not measured. */
  static PluginGuard ofFolder(String folder, ClassLoader loader) {
    return new PluginGuard(
        folder,
        loader,
        PluginCall::longest,
        new PluginMeters(folder, new CompositeMeterRegistry()),
        Clock.systemUTC());
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** A call that may fail as the contract says. */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T run() throws E;
  }

  /** A call that hands items to a visitor. */
  @FunctionalInterface
  interface Walk<T, R> {
    R run(Visitor<T> visitor) throws SinkException;
  }

  /** Makes a call that has no deadline of its own, on a thread of the guard's. */
  <T> T call(PluginCall kind, Call<T, SinkException> call) throws SinkException {
    return call(kind, call, late -> {});
  }

  /**
   * @param late what to do with the result of a call that was given up and came back after all; on
   *     the plugin's side of the guard
   */
  <T> T call(PluginCall kind, Call<T, SinkException> call, Consumer<T> late) throws SinkException {
    return awaited(new Passage<>(kind, overdue, loader, call, late), threads, longest.apply(kind));
  }

  /** A thread that makes one call after the other: a sink is written to by one at a time. */
  ThreadPoolExecutor writer() {
    ThreadPoolExecutor writer =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(), // one for each caller that waits
            task -> daemon(task, "writer-" + name));
    writer.allowCoreThreadTimeOut(true);
    return writer;
  }

  /** Makes a call on a writer, when all that it makes before have come back. */
  <T> T write(PluginCall kind, ThreadPoolExecutor writer, Call<T, SinkException> call)
      throws SinkException {
    Passage<T> passage = new Passage<>(kind, overdue, loader, call, late -> {});
    return awaited(passage, writer, longest.apply(kind));
  }

  /** Ends a writer: what waits for it fails, what it does is interrupted. */
  static void end(ThreadPoolExecutor writer) {
    writer.shutdownNow().forEach(waiting -> ((Passage<?>) waiting).cancel(false));
  }

  /** Makes a call that has a deadline, on a thread of the guard's. */
  <T> T ask(PluginCall kind, ReadContext context, Call<T, SinkException> call)
      throws SinkException {
    requireFew(kind);
    Duration left = Duration.between(clock.instant(), until(kind, context));
    return awaited(new Passage<>(kind, overdue, loader, call, late -> {}), threads, left);
  }

  /**
   * The same for one that hands items over; what the visitor throws goes to the caller as it is.
   */
  <T, R> R askEach(PluginCall kind, ReadContext context, Visitor<T> visitor, Walk<T, R> walk)
      throws SinkException {
    HostVisitor<T> host = new HostVisitor<>(visitor);
    try {
      R result = ask(kind, context, () -> walk.run(host));
      host.rethrow();
      return result;
    } finally {
      host.leave();
    }
  }

  /** Makes a call that has a deadline on the caller's thread, which others give up. */
  <T> T read(PluginCall kind, ReadContext context, Call<T, SinkException> call)
      throws SinkException {
    requireFew(kind);
    try {
      return here(kind, until(kind, context), call);
    } catch (SinkException e) {
      throw e;
    } catch (Exception | Error e) {
      // what it throws when it is interrupted because it is late is no failure of its own
      throw clock.instant().isBefore(context.deadline()) ? failed(e) : TIMEOUT.exception(e);
    }
  }

  /**
   * The same for one that hands items over; what the visitor throws goes to the caller as it is.
   */
  <T, R> R readEach(PluginCall kind, ReadContext context, Visitor<T> visitor, Walk<T, R> walk)
      throws SinkException {
    HostVisitor<T> host = new HostVisitor<>(visitor);
    R result = read(kind, context, () -> walk.run(host));
    host.rethrow();
    return result;
  }

  /** Computes something of one event on the caller's thread; what it throws goes on as it is. */
  <T, E extends Exception> T compute(PluginCall kind, Call<T, E> call) throws E {
    return here(kind, clock.instant().plus(longest.apply(kind)), call);
  }

  /** Interrupts what should have come back; to be called all the time. */
  void look() {
    Instant now = clock.instant();
    for (InPlace each : inPlace) {
      if (each.interrupt(now)) {
        LOG.warn("A sink plugin of {} is late: {}", name, each.kind.word());
      }
    }
  }

  private Instant until(PluginCall kind, ReadContext context) {
    Instant end = clock.instant().plus(LONGEST);
    return context.deadline().isBefore(end) ? context.deadline().plus(longest.apply(kind)) : end;
  }

  private void requireFew(PluginCall kind) throws SinkException {
    if (overdue.of(kind) >= MOST_OVERDUE) {
      throw BUSY.exception();
    }
  }

  private <T, E extends Exception> T here(PluginCall kind, Instant until, Call<T, E> call)
      throws E {
    InPlace running = new InPlace(kind, until, overdue);
    long begun = System.nanoTime();
    boolean done = false;
    inPlace.add(running);
    try {
      T result = within(loader, call);
      done = true;
      return result;
    } finally {
      inPlace.remove(running);
      running.end();
      meters.took(kind, System.nanoTime() - begun, done);
    }
  }

  private <T> T awaited(Passage<T> passage, ThreadPoolExecutor executor, Duration longest)
      throws SinkException {
    requireFew(passage.kind());
    long begun = System.nanoTime();
    boolean done = false;
    try {
      executor.execute(passage);
      T result = waited(passage, executor, longest);
      done = true;
      return result;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof SinkException failure
          ? failure
          : failed(Objects.requireNonNullElse(e.getCause(), e));
    } catch (RejectedExecutionException | CancellationException e) {
      throw CLOSED.exception(e);
    } finally {
      meters.took(passage.kind(), System.nanoTime() - begun, done);
    }
  }

  private static <T> T waited(Passage<T> passage, ThreadPoolExecutor executor, Duration longest)
      throws ExecutionException, SinkException {
    try {
      return passage.get(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return unlessGivenUp(passage, executor, tooLong(passage.kind()), e);
    } catch (InterruptedException e) {
      try {
        return unlessGivenUp(passage, executor, INTERRUPTED, e);
      } finally {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What comes back in this very moment is not lost. */
  private static <T> T unlessGivenUp(
      Passage<T> passage, ThreadPoolExecutor executor, Failure failure, Exception cause)
      throws ExecutionException, SinkException {
    if (passage.giveUp()) {
      if (executor.remove(passage)) {
        passage.end();
      }
      throw failure.exception(cause);
    }
    try {
      return passage.get();
    } catch (InterruptedException e) {
      throw INTERRUPTED.exception(e);
    }
  }

  private static Failure tooLong(PluginCall kind) {
    return switch (kind) {
      case WRITE -> WRITE_TIMEOUT;
      case REPAIR -> REPAIR_TIMEOUT;
      default -> TIMEOUT;
    };
  }

  private static SinkException failed(Throwable e) {
    tell(e);
    return FAILED.exception(e);
  }

  /** Logs what a plugin threw beside its contract. */
  static void tell(Throwable e) {
    LOG.error("A sink plugin failed: {} at {}", e.getClass().getName(), place(e));
  }

  static void tellUnclosed(SinkException e) {
    LOG.warn("A sink was not closed: {}", e.reason().code());
  }

  /** Without the message, which may hold data. */
  private static String place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(", "));
  }

  /** Makes a call with this class loader as the thread's. */
  static <T, E extends Exception> T within(ClassLoader loader, Call<T, E> call) throws E {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return call.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
