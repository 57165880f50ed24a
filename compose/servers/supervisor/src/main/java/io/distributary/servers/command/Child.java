package io.distributary.servers.command;

import io.distributary.servers.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One program of the stack: started, watched, and started again when it dies or hangs. */
final class Child {
  /** Starts the program; called again after each death. */
  interface Starter {
    ServerProcess start() throws IOException;
  }

  /** Whether a program that runs has done something real. */
  interface Readiness {
    boolean isReady(ServerProcess process);
  }

  /** What happened since the last look. */
  enum News {
    NONE,
    STARTED,
    READY,
    HUNG,
    DIED,
    DIED_OFTEN
  }

  private static final int LINES_SHOWN = 40;

  private final String name;
  private final Starter starter;
  private final Readiness readiness;
  private final Pulse pulse;
  private final Silence silence;
  private final Restarts restarts = new Restarts();
  private @Nullable ServerProcess process;
  private @Nullable ServerProcess last;
  private boolean ready;
  private boolean killed;

  /**
   * @param patience how long it may answer nothing once it is ready; zero: for ever
   */
  Child(String name, Starter starter, Readiness readiness, Pulse pulse, Duration patience) {
    this.name = name;
    this.starter = starter;
    this.readiness = readiness;
    this.pulse = pulse;
    this.silence = new Silence(patience);
  }

  String name() {
    return name;
  }

  /** One look: starts what may be started, notices what died, hangs or got ready. Never waits. */
  News look(long now) throws IOException {
    ServerProcess running = process;
    if (running == null) {
      return restarts.mayStart(now) ? start() : News.NONE;
    }
    if (!running.isAlive()) {
      return died(now);
    }
    if (ready) {
      return listen(running, now);
    }
    if (readiness.isReady(running)) {
      ready = true;
      restarts.ready();
      silence.end(now, Instant.now());
      return News.READY;
    }
    return News.NONE;
  }

  private News listen(ServerProcess running, long now) throws IOException {
    if (pulse.answered(running)) {
      silence.end(now, Instant.now());
      return News.NONE;
    }
    silence.goOn(now);
    if (killed || !silence.tooLong()) {
      return News.NONE;
    }
    killed = true;
    running.requestKill();
    return News.HUNG;
  }

  private News start() throws IOException {
    killed = false;
    process = starter.start();
    last = process;
    return News.STARTED;
  }

  private News died(long now) {
    process = null;
    ready = false;
    restarts.died(now);
    if (restarts.isHopeless()) {
      return News.DIED_OFTEN;
    }
    return killed ? News.NONE : News.DIED; // it was told already
  }

  /** How often it has died without having been ready in between, and when it is tried again. */
  String deaths() {
    return restarts.deaths()
        + " times in a row; it is tried again in "
        + restarts.backoff().toMillis() / 1000
        + " s";
  }

  boolean isReady() {
    return ready;
  }

  /**
   * Since when it has answered nothing, once that is worth telling; empty while it is not ready.
   */
  Optional<Instant> silentSince() {
    return ready ? silence.since() : Optional.empty();
  }

  /** How long it may answer nothing. */
  Duration patience() {
    return silence.patience();
  }

  /** The program's own process, while it runs. */
  Optional<ProcessHandle> handle() {
    return Optional.ofNullable(process).flatMap(ServerProcess::handle);
  }

  /** What the program said when it got ready: one line, or nothing. */
  String readyMessage() throws IOException {
    ServerProcess running = process;
    return running != null && running.isReady() ? running.readyMessage() : "";
  }

  /** The end of its log. */
  List<String> lastLines() throws IOException {
    ServerProcess latest = last;
    return latest == null ? List.of() : latest.lastLines(LINES_SHOWN);
  }

  void requestStop() throws IOException {
    if (process != null) {
      process.requestStop();
    }
  }

  /** Waits until it is gone; it must have been asked to stop. */
  void awaitEnd() {
    if (process != null) {
      process.onExit().join();
    }
  }
}
