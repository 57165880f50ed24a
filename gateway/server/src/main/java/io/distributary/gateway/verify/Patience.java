package io.distributary.gateway.verify;

import io.distributary.gateway.log.StreamException;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.time.Duration;

/**
 * Tries again what failed for now, a few times: whoever waits for a verification is told that the
 * store is unreachable rather than nothing.
 *
 * @param pause before the next attempt; twice as long each time
 */
record Patience(Cancellation cancellation, Duration pause) {
  private static final int ATTEMPTS = 6;

  /** A step that may be done again. */
  @FunctionalInterface
  interface Step<T> {
    T run() throws SinkException;
  }

  <T> T call(Step<T> step) throws SinkException {
    Duration wait = pause;
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
      cancellation.pause(wait);
      wait = wait.multipliedBy(2);
    }
    return step.run();
  }
}
