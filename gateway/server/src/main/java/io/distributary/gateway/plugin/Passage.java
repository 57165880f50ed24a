package io.distributary.gateway.plugin;

import io.distributary.sink.SinkException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** One call on a thread that need not come back: whoever waits for it may give it up. */
final class Passage<T> extends FutureTask<T> {
  private final PluginCall kind;
  private final Overdue overdue;
  private final ClassLoader loader;
  private final Consumer<T> late;
  private boolean givenUp;
  private boolean ended;

  /**
   * @param late told of a result that nobody waits for any more
   */
  Passage(
      PluginCall kind,
      Overdue overdue,
      ClassLoader loader,
      PluginGuard.Call<T, SinkException> call,
      Consumer<T> late) {
    super(() -> PluginGuard.within(loader, call));
    this.kind = kind;
    this.overdue = overdue;
    this.loader = loader;
    this.late = late;
  }

  PluginCall kind() {
    return kind;
  }

  @Override
  public void run() {
    super.run();
    end();
  }

  @Override
  protected void set(T result) {
    super.set(result);
    if (isCancelled()) {
      Thread.interrupted(); // meant for the call, which is over
      PluginGuard.within(
          loader,
          () -> {
            letGo(result);
            return result;
          });
    }
  }

  private void letGo(T result) {
    try {
      late.accept(result);
    } catch (RuntimeException | Error e) {
      PluginGuard.tell(e);
    }
  }

  /**
   * Interrupts it; its result goes to nobody who waits.
   *
   * @return false when it has come back
   */
  synchronized boolean giveUp() {
    givenUp = cancel(true);
    if (givenUp) {
      overdue.givenUp(kind);
    }
    return givenUp;
  }

  /** It has come back, or will never begin. */
  synchronized void end() {
    if (!ended && givenUp) {
      overdue.cameBack(kind);
    }
    ended = true;
  }
}
