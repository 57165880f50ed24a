package io.distributary.sinks.hbase;

import io.distributary.sink.Failure;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Clock;
import java.time.Duration;

/** Until when a read is waited for. */
record Deadline(ReadContext context, Clock clock) {
  static final Failure PASSED =
      Failure.retry("deadline-passed", "The caller's time was over before HBase had answered.");

  /**
   * What is left of the caller's time.
   *
   * @throws SinkException when nothing is left
   */
  Duration left() throws SinkException {
    check();
    return context.remaining(clock);
  }

  /**
   * The same, at most what one call may take.
   *
   * @throws SinkException when nothing is left
   */
  Duration leftForCall(Duration longest) throws SinkException {
    Duration left = left();
    return left.compareTo(longest) < 0 ? left : longest;
  }

  /** Ends a read whose caller has given up. */
  void checkWanted() throws SinkException {
    check();
    if (Thread.currentThread().isInterrupted()) {
      throw HBaseErrors.TIMED_OUT.exception();
    }
  }

  private void check() throws SinkException {
    if (!clock.instant().isBefore(context.deadline())) {
      throw PASSED.exception();
    }
  }
}
