package io.distributary.gateway.projector;

import io.distributary.gateway.plan.PlanException;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;

/** The sinks of all views' revisions, for whoever writes to them beside their projectors. */
public interface WritableSinks {
  /**
   * A sink that is open, and whose projection its revision is built by. Its calls block.
   *
   * @throws PlanException when there is no such revision, or it was built by another projection
   * @throws SinkException to try again, while it is not open
   */
  Sink<?> writable(RevisionId revision) throws SinkException;
}
