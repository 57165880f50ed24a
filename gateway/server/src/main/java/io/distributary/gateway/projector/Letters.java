package io.distributary.gateway.projector;

import io.distributary.gateway.stream.DeadLetter;
import io.distributary.gateway.stream.DeadLetters;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns what a batch refused into dead letters, and marks those that the batch made superfluous.
 */
final class Letters {
  private final DeadLetters deadLetters;
  private final Clock clock;
  private final String view;
  private final int revision;

  Letters(DeadLetters deadLetters, Clock clock, String view, int revision) {
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.view = view;
    this.revision = revision;
  }

  Future<Void> write(Batch batch) {
    List<DeadLetter> letters = new ArrayList<>();
    batch.refused().forEach(refused -> letters.add(letter(refused, batch)));
    for (DeadLetter open : deadLetters.open(view, batch.held())) {
      if (isSuperseded(open, batch)) {
        letters.add(open.supersededNow());
      }
    }
    return letters.isEmpty() ? Future.succeededFuture() : deadLetters.write(letters);
  }

  private DeadLetter letter(Work.Refuse refused, Batch batch) {
    DeadLetter letter =
        new DeadLetter(
            view,
            revision,
            refused.version(),
            refused.subject(),
            refused.reason(),
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            false);
    return isSuperseded(letter, batch) ? letter.supersededNow() : letter;
  }

  private static boolean isSuperseded(DeadLetter letter, Batch batch) {
    Optional<Boolean> newer =
        letter.subject().map(subject -> batch.holdsNewer(subject, letter.version()));
    return newer.orElse(false);
  }
}
