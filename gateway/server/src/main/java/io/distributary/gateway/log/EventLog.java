package io.distributary.gateway.log;

import io.distributary.sink.RevisionId;
import io.vertx.core.Future;

/** The log of all events: what appends to it, reads it, and says how far everybody is. */
public interface EventLog {
  /** Refuses while the log is not as it must be. */
  EventAppender appender();

  /**
   * A new member of a revision's consumer group; to be called on the context that will use it.
   *
   * @param maxRecords of one poll
   */
  LogReader reader(RevisionId revision, int maxRecords);

  /** Reads stretches of the log outside of every group. */
  LogRange range();

  /** Finds single events again. */
  LogLookup lookup();

  Groups groups();

  LogHealth health();

  /** Lets go of the log. What was appended and not yet acknowledged is waited for. */
  Future<Void> close();
}
