package io.distributary.gateway.match;

import static io.distributary.gateway.query.ReadException.ReadFailure.UNABLE;

import io.distributary.gateway.log.LogRange;
import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.match.MatchException.MatchFailure;
import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.model.Grade;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.query.Freshness;
import io.distributary.gateway.query.ReadException;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.retry.Streak;
import io.distributary.schemas.Position;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All patients in memory, so that somebody is found among them in a millisecond: loaded from a view
 * that can hand them over, then kept up to date from the log, outside of every group. It answers
 * once it has come as far as the log was when it had been loaded.
 */
public final class LivePatientIndex {
  private static final Logger LOG = LoggerFactory.getLogger(LivePatientIndex.class);
  private static final int EPOCH = 0;
  private static final long LONGEST_DAYS = 10_000;
  private static final long STOP_MS = 5_000;
  private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(5));
  private static final Duration PATIENCE = Duration.ofHours(1);

  private static final int MOST_CALLERS = 256;

  /** Candidates that are looked at before it is decided which of them are answered. */
  private static final int CANDIDATES = 100;

  private final Views views;
  private final FollowedLog log;
  private final Model model;
  private final int maxPatients;
  private final Streak failures;
  private final WorkerExecutor follower;
  private final WorkerExecutor callers;
  private final Semaphore places = new Semaphore(MOST_CALLERS);
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile IndexedPatients patientIndex;
  private volatile boolean ready;
  private boolean loaded;
  private volatile String told = "";
  private @Nullable Future<Boolean> running;

  /**
   * @param model what is known of people beforehand
   * @param maxPatients with more of them the index is given up
   * @param random what the waits before another try are drawn with
   */
  public LivePatientIndex(
      Vertx vertx,
      Views views,
      FollowedLog log,
      Model model,
      int maxPatients,
      MeterRegistry meters,
      RandomGenerator random) {
    this.views = views;
    this.log = log;
    this.model = model;
    this.maxPatients = maxPatients;
    this.failures = new Streak(BACKOFF, random);
    this.patientIndex = new IndexedPatients(model, Position.start(EPOCH));
    this.follower =
        vertx.createSharedWorkerExecutor("patient-index", 1, LONGEST_DAYS, TimeUnit.DAYS);
    this.callers = vertx.createSharedWorkerExecutor("population-match", callers());
    Gauge.builder("distributary.match.patients", () -> patientIndex.patients().size())
        .description("Patients in the index of patients")
        .register(meters);
    Gauge.builder("distributary.match.ready", () -> ready ? 1 : 0)
        .description("Whether look-ups are answered from the index of patients")
        .register(meters);
  }

  private static int callers() {
    return Runtime.getRuntime().availableProcessors();
  }

  /**
   * How far the index is.
   *
   * @param ready whether look-ups are answered
   * @param patients in it
   * @param position behind what it has taken in
   * @param message what it waits for, or why it was given up; empty when all is well
   */
  public record Status(boolean ready, int patients, Position position, String message) {}

  public Status status() {
    IndexedPatients now = patientIndex;
    return new Status(ready, now.patients().size(), now.position(), log.halt().get().orElse(told));
  }

  /** Begins to load. */
  public void start() {
    running = follower.executeBlocking(this::run, false);
  }

  /** Ends, and waits for that a little. */
  public Future<Void> stop() {
    stopping.countDown();
    Future<Boolean> ending = running == null ? Future.succeededFuture(true) : running;
    return ending
        .timeout(STOP_MS, TimeUnit.MILLISECONDS)
        .transform(ended -> Future.succeededFuture());
  }

  private boolean goesOn() {
    return stopping.getCount() > 0 && !isTooLarge();
  }

  /**
   * Who somebody may be.
   *
   * @return fails with {@link MatchException}
   */
  public Future<Matches> match(MatchQuery query) {
    if (!places.tryAcquire()) {
      return Future.failedFuture(
          new MatchException(
              MatchFailure.BUSY, "Too many callers look up patients. Try again later."));
    }
    return callers.executeBlocking(() -> find(query), false).onComplete(done -> places.release());
  }

  private Matches find(MatchQuery query) throws MatchException {
    requireReady();
    IndexedPatients now = patientIndex;
    Position position = now.position();
    Features features = IndexedPatients.features(query.patient());
    if (Grade.of(now.patients().likeness(features), false) == Grade.CERTAINLY_NOT) {
      throw new MatchException(
          MatchFailure.TOO_LITTLE,
          "There is too little to go on: nobody could be found to be even a possible match. Give more"
              + " of name, birthDate, gender, address, telecom and identifier.");
    }
    List<Candidate> possible =
        now.patients().lookUp(features, CANDIDATES).stream()
            .filter(candidate -> candidate.grade() != Grade.CERTAINLY_NOT)
            .toList();
    return Matches.of(query, possible, position);
  }

  private void requireReady() throws MatchException {
    Optional<String> halted = log.halt().get();
    if (halted.isPresent()) {
      throw new MatchException(MatchFailure.NOT_READY, halted.get());
    }
    if (!ready) {
      throw new MatchException(MatchFailure.NOT_READY, notReady());
    }
  }

  private String notReady() {
    return told.isEmpty()
        ? "The index of patients is being loaded: "
            + patientIndex.patients().size()
            + " patients so far. Try again later."
        : told;
  }

  /** Attempt after attempt, until it is stopped or given up. */
  private boolean run() throws InterruptedException {
    do {
      try (LogRange open = log.ranges().get()) {
        loaded = loaded || load();
        if (loaded) {
          follow(open);
        }
      } catch (StreamException e) {
        tell(String.valueOf(e.getMessage()));
      } catch (ExecutionException e) {
        tell(reason(e));
      } catch (RuntimeException e) {
        tell(e.getClass().getName());
      }
      if (isTooLarge()) {
        giveUp();
        return false;
      }
    } while (!stopping.await(failures.failed().toMillis(), TimeUnit.MILLISECONDS));
    return true;
  }

  private boolean isTooLarge() {
    return patientIndex.patients().size() > maxPatients;
  }

  /** Better no look-ups than no gateway: the views need memory, too. */
  private void giveUp() {
    ready = false;
    told =
        "There are more than "
            + maxPatients
            + " patients, which is what the gateway may keep in memory to look them up. Give it more"
            + " heap (-Xmx, 2 KB a patient), or set match.maxPatients, and start it again.";
    patientIndex = new IndexedPatients(model, Position.start(EPOCH));
    LOG.error("The index of patients is given up: {}", told);
  }

  /** Once, however often the same is tried again. */
  private void tell(String reason) {
    if (!reason.equals(told)) {
      LOG.info("The index of patients waits: {}", reason);
      told = reason;
    }
  }

  private static String reason(ExecutionException e) {
    Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
    return cause instanceof ReadException
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getName(); // whatever it says may be a patient's
  }

  /**
   * Loads what a view holds; where none can say, nothing, and everything is read from the log.
   *
   * @return false while the view does not know how far it is
   */
  private boolean load() throws InterruptedException, ExecutionException {
    try (PatientLoader loading = new PatientLoader(this::goesOn)) {
      Freshness answered =
          views
              .all(IndexedPatients.PATIENT, PATIENCE, freshness -> visitor(freshness, loading))
              .toCompletionStage()
              .toCompletableFuture()
              .get()
              .freshness();
      loading.finish(patientIndex);
      return goesOn() && answered.position().isPresent();
    } catch (ExecutionException e) {
      if (!(e.getCause() instanceof ReadException read) || read.kind() != UNABLE) {
        throw e;
      }
      patientIndex = new IndexedPatients(model, Position.start(EPOCH));
      return true;
    }
  }

  private Visitor<StoredResource> visitor(Freshness freshness, PatientLoader loading) {
    if (freshness.position().isEmpty()) {
      return patient -> false;
    }
    IndexedPatients empty = new IndexedPatients(model, freshness.position().get());
    patientIndex = empty;
    return loading.into(empty);
  }

  private void follow(LogRange open) {
    Position target = open.end();
    told = "";
    becomesReady(target);
    open.follow(
        patientIndex.position(),
        (records, behind) -> {
          patientIndex.take(records, behind);
          failures.succeeded();
          becomesReady(target);
          return goesOn();
        });
  }

  private void becomesReady(Position target) {
    if (!ready && !isTooLarge() && patientIndex.position().covers(target)) {
      ready = true;
      LOG.info("The index of patients is there: {} patients", patientIndex.patients().size());
    }
  }
}
