package io.distributary.sinks.memory;

import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.time.Clock;

/** Everything that can fail here, with what the host is to do about it. */
final class MemoryErrors {
  static final Reason TOO_LARGE =
      new Reason("document-too-large", "The resource is larger than this view takes.");

  private static final Reason TOO_LATE =
      new Reason("deadline-passed", "The view could not answer before the deadline.");
  private static final Reason DROPPED =
      new Reason("revision-dropped", "This revision of the view has been dropped.");
  private static final Reason CLOSED = new Reason("sink-closed", "The sink has been closed.");
  private static final Reason UNREADABLE =
      new Reason("content-unreadable", "What the view holds is no resource.");

  private MemoryErrors() {}

  static void checkDeadline(ReadContext context, Clock clock) throws SinkException {
    if (clock.instant().isAfter(context.deadline())) {
      throw new SinkException(Action.RETRY, TOO_LATE, null);
    }
  }

  static SinkException dropped() {
    return new SinkException(Action.STOP, DROPPED, null);
  }

  static SinkException closed() {
    return new SinkException(Action.STOP, CLOSED, null);
  }

  static SinkException unreadable(Exception cause) {
    return new SinkException(Action.REJECT, UNREADABLE, cause);
  }
}
