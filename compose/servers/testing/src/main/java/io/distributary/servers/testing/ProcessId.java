package io.distributary.servers.testing;

import java.time.Instant;
import java.util.Optional;

/**
 * A process, told apart from a later one with the same number by when it started.
 *
 * @param startMillis since the epoch; 0 when the system does not say
 */
record ProcessId(long pid, long startMillis) {
  private static final long CLOCK_TOLERANCE_MS =
      2_000; // a system's boot time, of which this is made, is set by its clock

  static ProcessId of(ProcessHandle process) {
    return new ProcessId(process.pid(), start(process));
  }

  static ProcessId parse(String text) {
    String[] parts = text.strip().split("-", 2);
    return new ProcessId(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  String text() {
    return pid + "-" + startMillis;
  }

  Optional<ProcessHandle> find() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> Math.abs(start(process) - startMillis) <= CLOCK_TOLERANCE_MS);
  }

  boolean isAlive() {
    return find().isPresent();
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
