package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns what a batch refused into dead letters, and marks those that the batch made superfluous.
 */
final class Letters {
  /** Marked at once: a resource may have more of them than the heap should hold. */
  private static final int SOME = 1_000;

  private final DeadLetters deadLetters;
  private final Clock clock;
  private final RevisionId revision;

  Letters(DeadLetters deadLetters, Clock clock, RevisionId revision) {
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.revision = revision;
  }

  /** A letter that is there already keeps its marks. */
  Future<Void> write(Batch batch) {
    return refused(batch).compose(this::write).compose(written -> markOvertaken(batch));
  }

  private Future<List<DeadLetter>> refused(Batch batch) {
    if (batch.refused().isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<DeadLetter> fresh = batch.refused().stream().map(this::letter).toList();
    return deadLetters
        .find(fresh.stream().map(DeadLetter::id).toList())
        .map(known -> merged(fresh, known).map(letter -> marked(letter, batch)).toList());
  }

  private Future<Void> write(List<DeadLetter> letters) {
    return letters.isEmpty() ? Future.succeededFuture() : deadLetters.write(letters);
  }

  private DeadLetter letter(Work.Refuse refused) {
    return DeadLetter.of(
        revision,
        refused.version(),
        refused.subject(),
        refused.reason(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static Stream<DeadLetter> merged(List<DeadLetter> fresh, List<DeadLetter> known) {
    Map<Version, DeadLetter> before =
        known.stream().collect(Collectors.toMap(DeadLetter::version, letter -> letter));
    return fresh.stream()
        .map(
            letter ->
                Optional.ofNullable(before.get(letter.version()))
                    .map(old -> old.refusedAgain(letter.reason(), letter.at()))
                    .orElse(letter));
  }

  private static DeadLetter marked(DeadLetter letter, Batch batch) {
    return isSuperseded(letter, batch) ? letter.supersededNow() : letter;
  }

  private static boolean isSuperseded(DeadLetter letter, Batch batch) {
    return letter.subject().map(id -> batch.holdsNewer(id, letter.version())).orElse(false);
  }

  private Future<Void> markOvertaken(Batch batch) {
    return deadLetters
        .overtaken(revision, batch.held(), SOME)
        .compose(
            some ->
                write(some.stream().map(DeadLetter::supersededNow).toList())
                    .compose(
                        written ->
                            some.size() < SOME ? Future.succeededFuture() : markOvertaken(batch)));
  }
}
