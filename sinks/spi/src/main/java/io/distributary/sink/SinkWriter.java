package io.distributary.sink;

import java.util.List;

/** Writes events, each under the version guard: see the promises of {@link Sink}. */
@FunctionalInterface
public interface SinkWriter<P> {
  /**
   * Writes a batch, which is never empty. Where {@link Projection#keepsHistory} says no, it has one
   * event of a resource; where it says yes, events of one resource stand in the order of their
   * versions, and the same event may stand there twice.
   *
   * <p>An older version that comes late is {@link Outcome#STALE} and changes nothing; where history
   * is kept it is put into the history and {@link Outcome#APPLIED}, and the newer one stays the
   * current one.
   *
   * @return one outcome for each event, in the batch's order
   * @throws SinkException when nothing is known of the whole batch; it may have been written in
   *     part, and is written again
   */
  WriteResult write(List<Projected<P>> batch) throws SinkException;
}
