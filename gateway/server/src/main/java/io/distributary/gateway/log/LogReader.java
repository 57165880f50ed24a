package io.distributary.gateway.log;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;

/**
 * A member of a view's group that reads its share of the log by polling. Every future fails with a
 * {@link StreamException}. Not concurrent: one poll at a time, all calls from one context.
 */
public interface LogReader {
  /** Joins the group. Partitions come and go with later polls. */
  Future<Void> subscribe();

  /**
   * Brings what is there, or nothing after the time; must go on being called, or the group gives
   * the partitions to others.
   *
   * @param paused whether no records are wanted for now; the group is kept up all the same
   */
  Future<Polled> poll(Duration timeout, boolean paused);

  /**
   * Makes checkpoints last, those of partitions that are still ours under the same assignment; the
   * others are skipped.
   */
  Future<Void> commit(Map<Integer, Checkpoint> done);

  /** Leaves the group at once. */
  Future<Void> close();
}
