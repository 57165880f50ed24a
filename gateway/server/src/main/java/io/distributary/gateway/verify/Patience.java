package io.distributary.gateway.verify;

import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.retry.Streak;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.util.random.RandomGenerator;

/**
 * Tries again what failed for now, a few times: whoever waits for a verification is told that the
 * store is unreachable rather than nothing.
 *
 * @param backoff between two of seven attempts
 * @param random what the waits are drawn with
 */
record Patience(Cancellation cancellation, Backoff backoff, RandomGenerator random) {
  private static final int ATTEMPTS = 7;

  /** A step that may be done again. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws SinkException;
  }

  <T> T call(Step<T> step) throws SinkException {
    Streak failures = new Streak(backoff, random);
    for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
      cancellation.check();
      try {
        return step.run();
      } catch (SinkException e) {
        if (e.action() != Action.RETRY) {
          throw e;
        }
      } catch (StreamException e) {
        if (e.isHalt()) {
          throw e;
        }
      }
      cancellation.pause(failures.failed());
    }
    return step.run();
  }
}
