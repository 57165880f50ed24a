package io.distributary.bench;

import java.time.Duration;

/**
 * One contender, one time.
 *
 * @param took from the moment at which readers could see the events until all were in the stores
 * @param cpu of the contender's process meanwhile
 */
record Measurement(Duration took, Duration cpu) {
  double seconds() {
    return took.toNanos() / 1e9;
  }

  double cpuSeconds() {
    return cpu.toNanos() / 1e9;
  }
}
