package io.distributary.gateway.verify;

import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.PlanException;
import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.verify.Report.Findings;
import io.distributary.gateway.verify.Report.State;
import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import io.distributary.sink.SinkException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One verification, and what can be said of it at any time. */
public final class Job {
  private static final Logger LOG = LoggerFactory.getLogger(Job.class);
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

  /** A fixed period: what a view does not have yet has not failed. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final RevisionId revision;
  private final boolean repair;
  private final Instant since;
  private final RandomGenerator random;
  private final VerifyProgress progress = new VerifyProgress();
  private final Cancellation cancellation = new Cancellation();
  private volatile State state = State.RUNNING;
  private volatile Optional<Position> position = Optional.empty();
  private volatile Findings findings = Findings.NONE;
  private volatile String message = "";

  /**
   * @param random what the waits before another try are drawn with
   */
  public Job(RevisionId revision, boolean repair, Instant since, RandomGenerator random) {
    this.revision = revision;
    this.repair = repair;
    this.since = since;
    this.random = random;
  }

  /** Opens what a verification works on. */
  @FunctionalInterface
  public interface Opening {
    VerificationTarget<?> open() throws SinkException;
  }

  /** Makes the result known to everybody whom it concerns. */
  @FunctionalInterface
  public interface Ending {
    void ended(RevisionId revision, boolean clean);
  }

  /** Runs to the end, which is then the job's state. Blocks. */
  public void run(Opening opening, Ending ending) {
    try {
      verify(opening.open());
      ending.ended(revision, findings.isClean());
      end(State.DONE, "");
    } catch (CancellationException e) {
      end(State.CANCELLED, "");
    } catch (SinkException | RuntimeException e) {
      end(cancellation.isCancelled() ? State.CANCELLED : State.FAILED, sentence(e));
    }
  }

  private <P> void verify(VerificationTarget<P> parts) throws SinkException {
    try (Scratch scratch = new Scratch();
        VerificationTarget<P> closed = parts) {
      new Verification<>(
              closed,
              scratch,
              new Patience(cancellation, BACKOFF, random),
              progress,
              BETWEEN_LOOKS,
              Verification.ROOM)
          .run(repair, begun -> position = Optional.of(begun), told -> findings = told);
    }
  }

  private void end(State now, String why) {
    message = why;
    state = now;
    LOG.info(
        "Verification of {}: {} {}; {} checked, {} wrong, {} repaired",
        revision,
        now,
        why,
        findings.checked(),
        findings.wrong(),
        findings.repaired());
  }

  private static String sentence(Exception failure) {
    if (failure instanceof SinkException sink) {
      return sink.reason().message();
    }
    if (failure instanceof StreamException stream) {
      return stream.reason().message();
    }
    if (failure instanceof PlanException plan) {
      return plan.reason().message();
    }
    if (failure instanceof MVStoreException || failure instanceof UncheckedIOException) {
      return "The log cannot be folded in the temporary folder "
          + System.getProperty("java.io.tmpdir")
          + ". Make room there, or name another one with -Djava.io.tmpdir=…";
    }
    LOG.error("A verification failed unexpectedly", failure);
    return "The verification failed in a way that it does not know.";
  }

  public void cancel() {
    cancellation.cancel();
  }

  public RevisionId revision() {
    return revision;
  }

  public boolean isRunning() {
    return state == State.RUNNING;
  }

  public Report report() {
    return new Report(revision, repair, state, since, progress.now(), position, findings, message);
  }
}
