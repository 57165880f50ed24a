package io.distributary.servers.command;

import io.distributary.servers.ServerProcess;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The pulse of a program that is asked from here, by a thread that does nothing else. */
final class HttpPulse implements Pulse {
  private static final long PAUSE_SECONDS = 5;

  private final BooleanSupplier question;
  private final AtomicBoolean answered = new AtomicBoolean();

  private HttpPulse(BooleanSupplier question) {
    this.question = question;
  }

  /**
   * Begins to ask, and goes on for as long as this process runs.
   *
   * @param question whether it answers; may wait, with a time-out
   */
  static HttpPulse start(BooleanSupplier question) {
    HttpPulse pulse = new HttpPulse(question);
    Thread thread = new Thread(pulse::ask, "pulse");
    thread.setDaemon(true);
    thread.start();
    return pulse;
  }

  private void ask() {
    try {
      while (true) {
        if (question.getAsBoolean()) {
          answered.set(true);
        }
        TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean answered(ServerProcess process) {
    return answered.getAndSet(false);
  }
}
