package io.distributary.gateway.plugin;

import io.distributary.schemas.Reason;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Action;
import io.distributary.sink.Projection;
import io.distributary.sink.RefusedEventException;
import io.distributary.sink.SinkException;
import io.distributary.sink.Visitor;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every call into a plugin goes through here: with the plugin's class loader as the thread's, and
 * with what it throws beside its contract turned into a {@link SinkException} that stops its view
 * and no other.
 */
final class PluginCalls {
  private static final Logger LOG = LoggerFactory.getLogger(PluginCalls.class);
  private static final int FRAMES = 3;
  private static final Reason FAILED =
      new Reason(
          "plugin-failed", "The sink plugin failed in a way that its contract does not know.");

  private final ClassLoader loader;

  PluginCalls(ClassLoader loader) {
    this.loader = loader;
  }

  /** A call that may fail as the contract says. */
  @FunctionalInterface
  interface Call<T, E extends Exception> {
    T run() throws E;
  }

  /** A call that returns nothing. */
  @FunctionalInterface
  interface Step {
    void run() throws SinkException;
  }

  <T> T call(Call<T, SinkException> call) throws SinkException {
    try {
      return within(call);
    } catch (RuntimeException | Error e) {
      LOG.error("A sink plugin failed: {} at {}", e.getClass().getName(), place(e));
      throw new SinkException(Action.STOP, FAILED, e);
    }
  }

  /** Without the message, which may hold data. */
  private static String place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .limit(FRAMES)
        .map(StackTraceElement::toString)
        .collect(Collectors.joining(", "));
  }

  void run(Step step) throws SinkException {
    call(
        () -> {
          step.run();
          return true;
        });
  }

  /** A call that hands items to a visitor. */
  @FunctionalInterface
  interface Walk<T> {
    void run(Visitor<T> visitor) throws SinkException;
  }

  /** What the visitor throws is no failure of the plugin: it goes to the caller as it is. */
  <T> void visit(Visitor<T> visitor, Walk<T> walk) throws SinkException {
    HostVisitor<T> host = new HostVisitor<>(visitor);
    run(() -> walk.run(host));
    host.rethrow();
  }

  /** A call that only fails unchecked, which then goes on. */
  <T> T get(Supplier<T> call) {
    return within(call::get);
  }

  <P> Optional<P> project(Projection<P> projection, Event event) throws RefusedEventException {
    return within(() -> projection.project(event));
  }

  private <T, E extends Exception> T within(Call<T, E> call) throws E {
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
