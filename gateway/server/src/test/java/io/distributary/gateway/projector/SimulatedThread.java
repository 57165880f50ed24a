package io.distributary.gateway.projector;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The thread of a projector in one life of its gateway: what comes while the gateway is frozen
 * comes later, and nothing once it has crashed.
 */
final class SimulatedThread {
  private final Simulation world;
  private final Courier courier;
  private final Runnable check;

  /**
   * @param check what must hold whenever the projector has been told something
   */
  SimulatedThread(Simulation world, Courier courier, Runnable check) {
    this.world = world;
    this.courier = courier;
    this.check = check;
  }

  boolean isAlive() {
    return courier.isAlive();
  }

  /** Tells the projector something. What is thrown in a future's callback gets lost. */
  void run(Runnable told) {
    world.reporting(
        () -> {
          told.run();
          if (isAlive()) {
            check.run();
          }
        });
  }

  /** The same, by somebody outside of the gateway. */
  void bring(Runnable told) {
    courier.bring(() -> run(told));
  }

  void after(long milliseconds, Runnable told) {
    world.after(milliseconds, () -> bring(told));
  }

  /** What a projector asks for; a gateway that has crashed asks for nothing, and hears nothing. */
  <T> Future<T> asked(Supplier<String> what, Consumer<Promise<T>> how) {
    Promise<T> answer = Promise.promise();
    if (isAlive()) {
      world.note(what);
      world.reporting(() -> how.accept(answer));
    }
    return answer.future();
  }
}
