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
 * Turns what a batch rejected into dead letters, and marks those that the batch made superfluous.
 */
final class DeadLetterWriter {
  /** Marked at once: a resource may have more of them than the heap should hold. */
  private static final int SOME = 1_000;

  private final DeadLetters deadLetters;
  private final Clock clock;
  private final RevisionId revision;

  DeadLetterWriter(DeadLetters deadLetters, Clock clock, RevisionId revision) {
    this.deadLetters = deadLetters;
    this.clock = clock;
    this.revision = revision;
  }

  /** A dead letter that is there already keeps its marks. */
  Future<Void> write(WriteBatch batch) {
    return rejected(batch).compose(this::write).compose(written -> markOvertaken(batch));
  }

  private Future<List<DeadLetter>> rejected(WriteBatch batch) {
    if (batch.rejected().isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    List<DeadLetter> fresh = batch.rejected().stream().map(this::letter).toList();
    return deadLetters
        .find(fresh.stream().map(DeadLetter::id).toList())
        .map(known -> merged(fresh, known).map(letter -> marked(letter, batch)).toList());
  }

  private Future<Void> write(List<DeadLetter> letters) {
    return letters.isEmpty() ? Future.succeededFuture() : deadLetters.write(letters);
  }

  private DeadLetter letter(Work.Reject rejected) {
    return DeadLetter.of(
        revision,
        rejected.version(),
        rejected.subject(),
        rejected.reason(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }

  private static Stream<DeadLetter> merged(List<DeadLetter> fresh, List<DeadLetter> known) {
    Map<Version, DeadLetter> before =
        known.stream().collect(Collectors.toMap(DeadLetter::version, letter -> letter));
    return fresh.stream()
        .map(
            letter ->
                Optional.ofNullable(before.get(letter.version()))
                    .map(old -> old.rejectedAgain(letter.reason(), letter.at()))
                    .orElse(letter));
  }

  private static DeadLetter marked(DeadLetter letter, WriteBatch batch) {
    return isSuperseded(letter, batch) ? letter.supersededNow() : letter;
  }

  private static boolean isSuperseded(DeadLetter letter, WriteBatch batch) {
    return letter.subject().map(id -> batch.holdsNewer(id, letter.version())).orElse(false);
  }

  private Future<Void> markOvertaken(WriteBatch batch) {
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
