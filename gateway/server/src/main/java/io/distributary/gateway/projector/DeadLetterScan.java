package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.projector.DeadLetterService.Stretch;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Goes over dead letters piece by piece, so that no more than a piece is held in memory. */
final class DeadLetterScan {
  private static final int PIECE = 500;

  private final DeadLetters letters;
  private final Clock clock;
  private final Duration patience;

  /**
   * @param patience after which no further piece is begun
   */
  DeadLetterScan(DeadLetters letters, Clock clock, Duration patience) {
    this.letters = letters;
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * @return id of the last dead letter that was come to, when there may be more
   */
  Future<Optional<String>> over(Stretch stretch, Function<List<DeadLetter>, Future<Void>> step) {
    return over(stretch, step, clock.instant().plus(patience));
  }

  private Future<Optional<String>> over(
      Stretch left, Function<List<DeadLetter>, Future<Void>> step, Instant until) {
    int wanted = Math.min(PIECE, left.limit());
    if (wanted == 0 || clock.instant().isAfter(until)) {
      return Future.succeededFuture(left.after());
    }
    return letters
        .after(left.which(), left.after(), wanted)
        .compose(
            piece ->
                step.apply(piece)
                    .compose(
                        done ->
                            piece.size() < wanted
                                ? Future.succeededFuture(Optional.empty())
                                : over(behind(left, piece), step, until)));
  }

  private static Stretch behind(Stretch left, List<DeadLetter> piece) {
    String last = piece.get(piece.size() - 1).id();
    return new Stretch(left.which(), Optional.of(last), left.limit() - piece.size());
  }
}
