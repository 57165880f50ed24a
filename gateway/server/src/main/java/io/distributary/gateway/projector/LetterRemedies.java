package io.distributary.gateway.projector;

import io.distributary.gateway.deadletter.DeadLetter;
import io.distributary.gateway.deadletter.DeadLetters;
import io.distributary.gateway.log.LogLookup;
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

/** Redrives and discards over the letters of the stream. */
public final class LetterRemedies implements Remedies {
  private static final Logger LOG = LoggerFactory.getLogger(LetterRemedies.class);

  private final DeadLetters letters;
  private final LogLookup lookup;
  private final WritableSinks sinks;
  private final WorkerExecutor worker;
  private final Clock clock;
  private final LetterWalk walk;

  /**
   * @param patience after which a call goes over no more letters
   */
  public LetterRemedies(
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
    this.walk = new LetterWalk(letters, clock, patience);
  }

  @Override
  public Future<Redriven> redrive(Stretch stretch) {
    Redrive redrive = redrive();
    return walk.over(stretch, redrive::redrive).map(redrive::result).onSuccess(LetterRemedies::say);
  }

  @Override
  public Future<Redriven> redrive(DeadLetter letter) {
    Redrive redrive = redrive();
    return redrive
        .redrive(List.of(letter))
        .map(done -> redrive.result(Optional.empty()))
        .onSuccess(LetterRemedies::say);
  }

  private Redrive redrive() {
    return new Redrive(letters, lookup, sinks, worker, clock);
  }

  private static void say(Redriven result) {
    LOG.info(
        "Dead letters redriven: {}; still there: {}", result.redriven(), result.failed().size());
  }

  @Override
  public Future<Discarded> discard(Stretch stretch, String reason) {
    DeadLetter.Discarded mark = mark(reason);
    AtomicLong count = new AtomicLong();
    return walk.over(
            stretch,
            piece ->
                letters
                    .write(piece.stream().map(letter -> letter.discardedNow(mark)).toList())
                    .onSuccess(written -> count.addAndGet(piece.size())))
        .map(next -> new Discarded(count.get(), next))
        .onSuccess(done -> LOG.info("Dead letters discarded: {}", done.discarded()));
  }

  @Override
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
