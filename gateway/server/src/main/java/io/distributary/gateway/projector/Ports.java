package io.distributary.gateway.projector;

import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.sink.Projected;
import io.distributary.sink.WriteResult;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The world as a {@link Projector} sees it. Nothing here blocks; every future completes, and every
 * task runs, on the projector's own thread.
 */
interface Ports {
  /**
   * Opens the sink.
   *
   * @return whether it keeps history; fails with a {@link io.distributary.sink.SinkException}, or
   *     with a {@link io.distributary.gateway.plan.PlanException} when the revision was built by
   *     another projection
   */
  Future<Boolean> open();

  /** A new member of the revision's group. */
  LogReader reader();

  /** Decodes and projects. */
  Future<Chunk> prepare(Polled polled);

  /** As {@link io.distributary.sink.SinkWriter#write} says. */
  Future<WriteResult> write(List<Projected<?>> batch);

  /** As {@link DeadLetterWriter#write} says. */
  Future<Void> writeLetters(WriteBatch batch);

  void after(Timer timer, Duration duration, Runnable task);

  /** A batch is complete: count it. */
  void finished(WriteBatch batch);

  /** Told whenever its trouble changes. */
  void changed(ProjectorStatus now);
}
