package io.distributary.servers.command;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * For how long a program that runs has answered nothing. Only time counts in which the watcher
 * itself was awake: whoever looks late was held up, and so was probably everything else on the
 * machine.
 */
final class Silence {
  /** Between two looks; more than that was the watcher's own sleep. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(1);

  /** A pause is no silence: programs are asked every few seconds, and may take long to answer. */
  private static final Duration WORTH_TELLING = Duration.ofSeconds(30);

  private final Duration patience;
  private long counted;
  private long lastLook;
  private Instant lastAnswer = Instant.EPOCH;

  /**
   * @param patience after this much silence it is {@link #tooLong}; zero: never
   */
  Silence(Duration patience) {
    this.patience = patience;
  }

  /**
   * The program has answered, or has just begun.
   *
   * @param now of {@link System#nanoTime}, as below
   * @param at the same moment
   */
  void end(long now, Instant at) {
    counted = 0;
    lastLook = now;
    lastAnswer = at;
  }

  /** There was no answer since the last call. */
  void goOn(long now) {
    counted += Math.min(now - lastLook, LONGEST_STEP.toNanos());
    lastLook = now;
  }

  boolean tooLong() {
    return !patience.isZero() && counted >= patience.toNanos();
  }

  Duration patience() {
    return patience;
  }

  /** The last answer, once the silence is long enough to be told. */
  Optional<Instant> since() {
    boolean told = counted >= WORTH_TELLING.toNanos() || tooLong();
    return told ? Optional.of(lastAnswer) : Optional.empty();
  }
}
