package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.plan.PlanException;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;

/** What the projector of a revision works on: its sink, the log, its dead letters. */
public interface RevisionAccess {
  RevisionId revision();

  /** Opens the revision's sink, or gives the one that is open. Blocks. */
  Sink<?> open() throws SinkException;

  /**
   * Notes by which projection the revision is built.
   *
   * @return fails with a {@link PlanException} when it was built by another one
   */
  Future<Void> opened(int projection);

  /**
   * A new member of the revision's consumer group.
   *
   * @param maxRecords of one poll
   */
  LogReader reader(int maxRecords);

  /** Decodes for all views. */
  DecodedEvents events();

  DeadLetters letters();
}
