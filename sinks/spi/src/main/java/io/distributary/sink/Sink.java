package io.distributary.sink;

import java.util.List;

/**
 * Keeps one revision of one view. Its promises, each a rule of the kit:
 *
 * <ol>
 *   <li>A written event is durable, and readable by its id, when {@link #write} returns.
 *   <li>Writing is idempotent: the same event twice, alone or in a batch, leaves what once leaves.
 *   <li>An older version never overwrites a newer one, whatever the order and whoever else writes
 *       at the same time.
 *   <li>A deletion is a tombstone that keeps its version and drops the body; a late older update
 *       does not bring it back.
 *   <li>A refused event refuses none of its neighbours.
 *   <li>Neither an exception nor a result nor a log line carries anything of the content.
 * </ol>
 *
 * <p>Threads: {@link #write} and {@link #repair} are called by one thread at a time; readers and
 * maintenance by any number of threads, meanwhile. Every call blocks. The host does batching,
 * retry, back-off, time-outs, dead letters, metrics and commits; a sink does none of them. A write
 * that takes too long is interrupted and written again once it has come back, on the same thread; a
 * sink that has no time-out of its own must heed the interrupt.
 *
 * @param <P> what the projection makes of an event
 */
public interface Sink<P> extends AutoCloseable {
  /** The pure function from an event to what this sink writes. */
  Projection<P> projection();

  /**
   * Writes a batch, which is never empty. Events of one resource stand in the order of their
   * versions; there is more than one only when {@link Projection#keepsHistory} says so.
   *
   * @return one outcome for each event, in the batch's order
   * @throws SinkException when nothing is known of the whole batch; it may have been written in
   *     part, and is written again
   */
  WriteResult write(List<Projected<P>> batch) throws SinkException;

  /**
   * Makes the view hold what is right under some names, whatever it holds there now: content that
   * was altered under the same version, a version that is too high, a deletion that hides what is
   * written after it. Where the view no longer holds what was found, somebody wrote meanwhile:
   * nothing is changed and the outcome is {@link Outcome#STALE}. A write that is under way
   * meanwhile is never undone. Where nothing is right, nothing stays, as if it had never been
   * written. Durable, and readable by its id, when it returns; may be much slower than {@link
   * #write}.
   *
   * @param corrections at most 1,000, each name once
   * @return one outcome for each, in their order
   * @throws SinkException when nothing is known of all of them; repairing again is harmless
   */
  WriteResult repair(List<Correction<P>> corrections) throws SinkException;

  /** What this view can answer; the same objects at every call. */
  Readers readers();

  /** Counting and checking. */
  Maintenance maintenance();

  /**
   * Lets go of connections and threads. Nothing that was written is lost. Repeatable; a call under
   * way or later may fail with {@link Action#RETRY}.
   */
  @Override
  void close();
}
