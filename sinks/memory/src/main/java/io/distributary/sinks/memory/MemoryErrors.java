package io.distributary.sinks.memory;

import io.distributary.sink.Failure;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoreFailures;

/** Everything that can fail here, with what the host is to do about it. */
final class MemoryErrors {
  static final Failure TOO_LARGE = new StoreFailures("Memory").tooLarge();

  private static final Failure DROPPED =
      Failure.stop("revision-dropped", "This revision of the view has been dropped.");
  private static final Failure CLOSED = Failure.stop("sink-closed", "The sink has been closed.");
  private static final Failure UNREADABLE =
      Failure.reject("content-unreadable", "What the view holds is no resource.");

  private MemoryErrors() {}

  static SinkException dropped() {
    return DROPPED.exception();
  }

  static SinkException closed() {
    return CLOSED.exception();
  }

  static SinkException unreadable(Exception cause) {
    return UNREADABLE.exception(cause);
  }
}
