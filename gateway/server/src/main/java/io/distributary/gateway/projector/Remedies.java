package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.LetterSelection;
import io.distributary.schemas.Reason;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * What can be done about dead letters. Each call goes over as many as it may and as it has time
 * for, and says where to go on. Doing it twice is harmless. Futures fail with a {@link
 * io.distributary.gateway.log.StreamException} when Kafka is away; what was done until then stays
 * done.
 */
public interface Remedies {
  /**
   * Which letters to go over.
   *
   * @param after id of the last letter that an earlier call came to; empty for the beginning
   * @param limit how many at most
   */
  record Stretch(LetterSelection which, Optional<String> after, int limit) {}

  /**
   * What became of letters that were redriven.
   *
   * @param redriven how many are applied, and gone
   * @param refused how many the view refused again
   * @param failed every letter that is still there, those refused again included
   * @param away whether a view could not be written to now
   * @param next id of the last letter that was come to, when there may be more
   */
  record Redriven(
      long redriven, long refused, List<Failure> failed, boolean away, Optional<String> next) {}

  /** A letter that stayed. */
  record Failure(String id, Reason reason) {}

  /**
   * How many letters are discarded now.
   *
   * @param next id of the last letter that was come to, when there may be more
   */
  record Discarded(long discarded, Optional<String> next) {}

  /** Reads the letters' events again and writes them to their views; what is applied is gone. */
  Future<Redriven> redrive(Stretch letters);

  Future<Redriven> redrive(DeadLetter letter);

  /**
   * Marks letters as settled.
   *
   * @param reason in the operator's words
   */
  Future<Discarded> discard(Stretch letters, String reason);

  /** Marks one, and gives it as it is now. */
  Future<DeadLetter> discard(DeadLetter letter, String reason);
}
