package io.distributary.gateway.plugin;

import java.time.Instant;

/** One call on its caller's thread, which is interrupted once when it is late. */
final class InPlace {
  final PluginCall kind;
  private final Thread thread = Thread.currentThread();
  private final Instant until;
  private final Overdue overdue;
  private boolean late;
  private boolean ended;

  InPlace(PluginCall kind, Instant until, Overdue overdue) {
    this.kind = kind;
    this.until = until;
    this.overdue = overdue;
  }

  /**
   * @return whether it is late and was not before
   */
  synchronized boolean interrupt(Instant now) {
    if (ended || late || now.isBefore(until)) {
      return false;
    }
    late = true;
    overdue.givenUp(kind);
    thread.interrupt();
    return true;
  }

  /** It has come back. An interrupt that came too late for it must not meet the next one. */
  synchronized void end() {
    ended = true;
    if (late) {
      overdue.cameBack(kind);
      Thread.interrupted();
    }
  }
}
