package io.distributary.gateway.projector;

import io.distributary.gateway.log.Checkpoint;
import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import java.util.List;
import java.util.Map;

/** What the world tells a {@link ProjectorCore}. */
sealed interface Input {
  /**
   * Begin.
   *
   * @param reading false for a view that is paused: its sink is opened for its readers, no more
   */
  record Start(boolean reading) implements Input {}

  /** The sink is open. */
  record Opened(boolean keepsHistory) implements Input {}

  /** The sink could not be opened, or the log could not be read. */
  record Failed(Action action, Reason reason) implements Input {}

  /** We are a member of the group. */
  record Joined() implements Input {}

  /** A poll came back, with something or with nothing. */
  record Fetched(Chunk chunk) implements Input {}

  /** A poll failed, and the next one may succeed. */
  record FetchFailed(Reason reason) implements Input {}

  /** The sink answered a write. */
  record Written(List<Outcome> outcomes) implements Input {}

  /** A write failed as a whole. */
  record WriteFailed(Action action, Reason reason) implements Input {}

  /** The dead letters of the batch are in the log. */
  record DeadLettersWritten() implements Input {}

  /** They are not. */
  record DeadLettersFailed(Reason reason) implements Input {}

  /** The log has the checkpoints. */
  record Committed(Map<Integer, Checkpoint> checkpoints) implements Input {}

  /** It does not. */
  record CommitFailed() implements Input {}

  /** The time that an effect asked for is over. */
  record Elapsed(Effect.Timer timer) implements Input {}

  /** From now on at most so many events a second are written; 0 for as many as can be. */
  record Paced(int eventsPerSecond) implements Input {}

  /** Finish what is begun and leave. */
  record Stop() implements Input {}
}
