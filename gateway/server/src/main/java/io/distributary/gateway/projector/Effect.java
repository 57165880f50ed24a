package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.sink.Projected;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ProjectorCore} asks of the world. Each answers with an {@link Input}, save {@link
 * Finished} and {@link Leave}.
 */
sealed interface Effect {
  /** Open the sink. */
  record Open() implements Effect {}

  /** Join the view's group. */
  record Join() implements Effect {}

  /** Poll; when paused, only to stay in the group. */
  record Fetch(boolean paused) implements Effect {}

  /** Write to the sink. */
  record Write(List<Projected<?>> batch) implements Effect {}

  /** Write the dead letters of a batch, and mark as superseded those that it superseded. */
  record WriteLetters(Batch batch) implements Effect {}

  /** Make checkpoints last. */
  record Commit(Map<Integer, Checkpoint> checkpoints) implements Effect {}

  /** Come back with {@link Input.Elapsed} after a while. */
  record Wait(Timer timer, Duration duration) implements Effect {}

  /** A batch is complete: count it. */
  record Finished(Batch batch) implements Effect {}

  /** Leave the group; nothing follows. */
  record Leave() implements Effect {}

  /** What was waited for. */
  enum Timer {
    OPEN,
    FETCH,
    WRITE,
    LETTERS,
    COMMIT,
    REST
  }
}
