package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import java.time.Duration;

/**
 * How long to wait before the next try: doubles from the first to the longest, and begins anew
 * after a success.
 */
final class Backoff {
  private final Duration initial;
  private final Duration max;
  private int failures;

  Backoff(GatewayConfig.Retry retry) {
    this.initial = retry.initial();
    this.max = retry.max();
  }

  Duration next() {
    Duration wait = initial.multipliedBy(1L << Math.min(failures, 20));
    failures++;
    return wait.compareTo(max) > 0 ? max : wait;
  }

  /** Whether something failed and has not succeeded since. */
  boolean isWaiting() {
    return failures > 0;
  }

  void reset() {
    failures = 0;
  }
}
