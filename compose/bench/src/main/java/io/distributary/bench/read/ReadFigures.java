package io.distributary.bench.read;

import java.time.Duration;
import java.util.Optional;

/**
 * How one question was answered.
 *
 * @param callers at the same time
 * @param bytes of the gateway's answers, mean
 * @param cpu of the gateway's process while it was asked
 * @param driver empty where no driver can answer that
 */
record ReadFigures(
    String question, int callers, int bytes, Timed gateway, Duration cpu, Optional<Timed> driver) {
  /** Milliseconds of the gateway's processors for one answer. */
  double cpuMillis() {
    return cpu.toNanos() / 1e6 / gateway.nanos().length;
  }

  /** The gateway's median over the driver's of the same run; empty as {@link #driver}. */
  Optional<Double> ratio() {
    return driver.map(plain -> gateway.millis(0.5) / plain.millis(0.5));
  }
}
