package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetterSelection;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogLookup;
import io.distributary.schemas.Reason;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What can be done about dead letters. Each call goes over as many as it may and as it has time
 * for, and says where to go on. Doing it twice is harmless. Futures fail with a {@link
 * io.distributary.gateway.log.StreamException} when Kafka is unreachable; what was done until then
 * stays done.
 */
public final class DeadLetterService {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterService.class);

  private final DeadLetters letters;
  private final LogLookup lookup;
  private final WritableSinks sinks;
  private final WorkerExecutor worker;
  private final Clock clock;
  private final DeadLetterScan walk;

  /**
   * Which dead letters to go over.
   *
   * @param after id of the last dead letter that an earlier call came to; empty for the beginning
   * @param limit how many at most
   */
  public record Stretch(DeadLetterSelection which, Optional<String> after, int limit) {}

  /**
   * What became of dead letters that were redriven.
   *
   * @param redriven how many are applied, and gone
   * @param rejected how many the view rejected again
   * @param failed every dead letter that is still there, those rejected again included
   * @param unreachable whether a view could not be written to now
   * @param next id of the last dead letter that was come to, when there may be more
   */
  public record RedriveResult(
      long redriven,
      long rejected,
      List<FailedLetter> failed,
      boolean unreachable,
      Optional<String> next) {}

  /** A dead letter that stayed. */
  public record FailedLetter(String id, Reason reason) {}

  /**
   * How many dead letters are discarded now.
   *
   * @param next id of the last dead letter that was come to, when there may be more
   */
  public record DiscardResult(long discarded, Optional<String> next) {}

  /**
   * @param patience after which a call goes over no more dead letters
   */
  public DeadLetterService(
      Vertx vertx,
      DeadLetters letters,
      LogLookup lookup,
      WritableSinks sinks,
      Clock clock,
      Duration patience) {
    this.letters = letters;
    this.lookup = lookup;
    this.sinks = sinks;
    this.worker = vertx.createSharedWorkerExecutor("redrive", 2);
    this.clock = clock;
    this.walk = new DeadLetterScan(letters, clock, patience);
  }

  /**
   * Reads the dead letters' events again and writes them to their views; what is applied is gone.
   */
  public Future<RedriveResult> redrive(Stretch stretch) {
    Redrive redrive = redrive();
    return walk.over(stretch, redrive::redrive)
        .map(redrive::result)
        .onSuccess(DeadLetterService::say);
  }

  public Future<RedriveResult> redrive(DeadLetter letter) {
    Redrive redrive = redrive();
    return redrive
        .redrive(List.of(letter))
        .map(done -> redrive.result(Optional.empty()))
        .onSuccess(DeadLetterService::say);
  }

  private Redrive redrive() {
    return new Redrive(letters, lookup, sinks, worker, clock);
  }

  private static void say(RedriveResult result) {
    LOG.info(
        "Dead letters redriven: {}; still there: {}", result.redriven(), result.failed().size());
  }

  /**
   * Marks dead letters as settled.
   *
   * @param reason in the operator's words
   */
  public Future<DiscardResult> discard(Stretch stretch, String reason) {
    DeadLetter.Discarded mark = mark(reason);
    AtomicLong count = new AtomicLong();
    return walk.over(
            stretch,
            piece ->
                letters
                    .write(piece.stream().map(letter -> letter.discardedNow(mark)).toList())
                    .onSuccess(written -> count.addAndGet(piece.size())))
        .map(next -> new DiscardResult(count.get(), next))
        .onSuccess(done -> LOG.info("Dead letters discarded: {}", done.discarded()));
  }

  /** Marks one, and gives it as it is now. */
  public Future<DeadLetter> discard(DeadLetter letter, String reason) {
    DeadLetter discarded = letter.discardedNow(mark(reason));
    return letters
        .write(List.of(discarded))
        .map(discarded)
        .onSuccess(done -> LOG.info("Dead letter {} discarded", done.id()));
  }

  private DeadLetter.Discarded mark(String reason) {
    return new DeadLetter.Discarded(reason, clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
