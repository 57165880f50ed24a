package io.distributary.cli.ingest;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/** One line that says how far it is, with rate and time left. */
final class Progress implements AutoCloseable {
  private static final long ON_A_TERMINAL_MILLIS = 250;
  private static final long ELSEWHERE_MILLIS = 5_000;

  private final long total;
  private final LongSupplier done;
  private final Delivery delivery;
  private final PrintStream out;
  private final boolean terminal;
  private final long begun = System.nanoTime();
  private final Thread thread = new Thread(this::run, "progress");
  private volatile boolean ended;

  private Progress(
      long total, LongSupplier done, Delivery delivery, PrintStream out, boolean terminal) {
    this.total = total;
    this.done = done;
    this.delivery = delivery;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Begins to print.
   *
   * @param terminal whether a line can be overwritten
   */
  static Progress of(
      long total, LongSupplier done, Delivery delivery, PrintStream out, boolean terminal) {
    Progress progress = new Progress(total, done, delivery, out, terminal);
    progress.thread.setDaemon(true);
    progress.thread.start();
    return progress;
  }

  private void run() {
    try {
      while (!ended) {
        Thread.sleep(terminal ? ON_A_TERMINAL_MILLIS : ELSEWHERE_MILLIS);
        print();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void print() {
    if (!ended) {
      out.print(terminal ? "\r" + line() + "\u001b[K" : line() + "\n");
      out.flush();
    }
  }

  private String line() {
    long now = done.getAsLong();
    double rate = now / seconds();
    String left =
        now == 0 || now >= total ? "" : ", " + Math.round((total - now) / rate) + " s left";
    return String.format(
        Locale.ROOT,
        "  %,d of %,d resources, %,.0f/s%s%s",
        now,
        total,
        rate,
        left,
        delivery.isWaiting() ? " (the gateway is unreachable; trying again)" : "");
  }

  double seconds() {
    return Math.max(1e-3, (System.nanoTime() - begun) / 1e9);
  }

  @Override
  public synchronized void close() {
    ended = true;
    thread.interrupt();
    if (terminal) {
      out.print("\r\u001b[K");
      out.flush();
    }
  }
}
