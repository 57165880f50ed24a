package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.gateway.retry.Backoff;
import io.distributary.gateway.retry.Streak;
import io.distributary.schemas.Reason;
import io.distributary.sink.Action;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Moves the stream into one view: a state machine without clock, log or sink, and without random
 * numbers of its own. An input changes the state and gives effects; whoever runs it carries them
 * out and comes back with inputs, one at a time. Its promises:
 *
 * <ol>
 *   <li>A checkpoint is committed only when every event below it is applied, stale, skipped, or in
 *       dead letters.
 *   <li>Transient trouble is tried again with back-off, for ever; a rejected event holds nobody up.
 *   <li>Polling never stops while we are in the group; it is paused while too much is in memory.
 *   <li>At most one poll, one write (or dead letter) and one commit are under way.
 *   <li>When it is paced, a batch begins only after the last one has had its time.
 * </ol>
 */
final class ProjectorCore {
  private static final Reason CONTRACT =
      new Reason(
          "plugin-outcomes", "The sink plugin did not answer with one outcome for each event.");
  private static final Reason UNCOMMITTED =
      new Reason(
          "checkpoint-uncommitted",
          "The view's checkpoint is not committed: Kafka does not take it for now.");

  private final GatewayConfig.Delivery delivery;
  private final Streak opening;
  private final Streak fetching;
  private final Streak writing;
  private final Streak committing;
  private final Deque<Chunk> queue = new ArrayDeque<>();
  private final Prefix prefix = new Prefix();
  private final List<Effect> effects = new ArrayList<>();
  private Phase phase = Phase.OPENING;
  private boolean reading = true;
  private boolean keepsHistory;
  private long bytesInFlight;
  private @Nullable WriteBatch batch;
  private boolean committingNow;
  private boolean stopping;
  private int eventsPerSecond;
  private boolean resting;
  private final Map<Timer, Reason> troubles = new EnumMap<>(Timer.class);
  private @Nullable Reason failure;

  /**
   * @param random what the waits before another try are drawn with
   */
  ProjectorCore(GatewayConfig.Delivery delivery, RandomGenerator random) {
    Backoff backoff = delivery.retry().backoff();
    this.delivery = delivery;
    this.opening = new Streak(backoff, random);
    this.fetching = new Streak(backoff, random);
    this.writing = new Streak(backoff, random);
    this.committing = new Streak(backoff, random);
  }

  Phase phase() {
    return phase;
  }

  /** Why it is trying again, or has failed; empty when all is well. */
  Optional<Reason> trouble() {
    return Optional.ofNullable(failure).or(() -> troubles.values().stream().findFirst());
  }

  /** Takes in what happened. What comes after the end is skipped. */
  List<Effect> on(Input input) {
    if (phase != Phase.STOPPED && phase != Phase.FAILED) {
      dispatch(input);
    }
    List<Effect> wanted = List.copyOf(effects);
    effects.clear();
    return wanted;
  }

  private void dispatch(Input input) {
    if (input instanceof Input.Start start) {
      reading = start.reading();
      effects.add(new Effect.Open());
    } else if (input instanceof Input.Opened opened) {
      opened(opened);
    } else if (input instanceof Input.Failed failed) {
      failed(failed);
    } else if (input instanceof Input.Joined) {
      joined();
    } else if (input instanceof Input.Fetched fetched) {
      fetched(fetched.chunk());
    } else if (input instanceof Input.FetchFailed failed) {
      fetchFailed(failed);
    } else if (input instanceof Input.Committed committed) {
      committed(committed);
    } else if (input instanceof Input.CommitFailed) {
      commitFailed();
    } else if (input instanceof Input.Paced paced) {
      eventsPerSecond = paced.eventsPerSecond();
    } else if (input instanceof Input.Elapsed elapsed) {
      elapsed(elapsed.timer());
    } else if (input instanceof Input.Stop) {
      stop();
    } else if (batch != null) {
      dispatch(input, batch);
    }
  }

  /**
   * Answers about a batch that was given up by a stop are skipped: the next owner writes it again.
   */
  private void dispatch(Input input, WriteBatch current) {
    if (input instanceof Input.Written written) {
      written(written, current);
    } else if (input instanceof Input.WriteFailed failed) {
      writeFailed(failed, current);
    } else if (input instanceof Input.DeadLettersWritten) {
      finish(current);
    } else if (input instanceof Input.DeadLettersFailed failed) {
      waitAfter(failed.reason(), Timer.LETTERS, writing);
    }
  }

  private void opened(Input.Opened opened) {
    keepsHistory = opened.keepsHistory();
    opening.succeeded();
    troubles.remove(Timer.OPEN);
    if (reading) {
      effects.add(new Effect.Join());
    } else {
      phase = Phase.PAUSED;
    }
  }

  private void failed(Input.Failed failed) {
    if (failed.action() == Action.RETRY) {
      waitAfter(failed.reason(), Timer.OPEN, opening);
    } else {
      halt(failed.reason());
    }
  }

  private void joined() {
    phase = Phase.RUNNING;
    effects.add(new Effect.Fetch(false));
  }

  private void fetched(Chunk chunk) {
    fetching.succeeded();
    troubles.remove(Timer.FETCH);
    if (!chunk.isNothing()) {
      queue.add(chunk);
      bytesInFlight += chunk.bytes();
      startBatch();
    }
    fetch();
  }

  private void fetch() {
    if (!stopping) {
      effects.add(new Effect.Fetch(bytesInFlight >= delivery.maxBytesInFlight().count()));
    }
  }

  private void fetchFailed(Input.FetchFailed failed) {
    if (!stopping) {
      waitAfter(failed.reason(), Timer.FETCH, fetching);
    }
  }

  private void startBatch() {
    if (batch != null || resting || queue.isEmpty() || stopping) {
      return;
    }
    Chunk chunk = queue.remove();
    while (!queue.isEmpty()
        && chunk.isContinuedBy(queue.element())
        && chunk.work().size() + queue.element().work().size() <= delivery.batchSize()) {
      chunk = chunk.then(queue.remove());
    }
    batch = new WriteBatch(chunk, keepsHistory);
    proceed(batch);
  }

  private void proceed(WriteBatch current) {
    if (!current.isWritten()) {
      effects.add(new Effect.WriteToSink(current.next()));
    } else {
      effects.add(new Effect.WriteDeadLetters(current));
    }
  }

  private void written(Input.Written written, WriteBatch current) {
    if (written.outcomes().size() != current.next().size()) {
      halt(CONTRACT);
      return;
    }
    Optional<Reason> again = current.take(written.outcomes());
    if (again.isPresent()) {
      waitAfter(again.get(), Timer.WRITE, writing);
    } else {
      writing.succeeded();
      troubles.remove(Timer.WRITE);
      proceed(current);
    }
  }

  private void writeFailed(Input.WriteFailed failed, WriteBatch current) {
    switch (failed.action()) {
      case RETRY -> waitAfter(failed.reason(), Timer.WRITE, writing);
      case STOP -> halt(failed.reason());
      case REJECT -> {
        current.reject(failed.reason());
        proceed(current);
      }
    }
  }

  private void finish(WriteBatch done) {
    batch = null;
    writing.succeeded();
    troubles.remove(Timer.WRITE);
    troubles.remove(Timer.LETTERS);
    bytesInFlight -= done.chunk().bytes();
    prefix.complete(done.chunk().next());
    effects.add(new Effect.Finished(done));
    commit();
    rest(done.chunk().work().size());
    startBatch();
    leaveWhenDone();
  }

  private void rest(int events) {
    if (eventsPerSecond > 0 && events > 0) {
      resting = true;
      effects.add(
          new Effect.Wait(Timer.REST, Duration.ofMillis(1_000L * events / eventsPerSecond)));
    }
  }

  private void commit() {
    if (!committingNow && !prefix.isCommitted()) {
      committingNow = true;
      effects.add(new Effect.Commit(prefix.uncommitted()));
    }
  }

  private void committed(Input.Committed committed) {
    committingNow = false;
    committing.succeeded();
    troubles.remove(Timer.COMMIT);
    prefix.committed(committed.checkpoints());
    commit();
    leaveWhenDone();
  }

  private void commitFailed() {
    troubles.put(Timer.COMMIT, UNCOMMITTED);
    effects.add(new Effect.Wait(Timer.COMMIT, committing.failed()));
    leaveWhenDone();
  }

  private void elapsed(Timer timer) {
    switch (timer) {
      case OPEN -> effects.add(new Effect.Open());
      case FETCH -> fetch();
      case WRITE, LETTERS -> {
        if (batch != null) {
          proceed(batch);
        }
      }
      case COMMIT -> {
        committingNow = false;
        commit();
      }
      case REST -> {
        resting = false;
        startBatch();
      }
    }
  }

  /**
   * A stop lets the batch that is being written come to its end; one that is only being retried is
   * left to the next owner.
   */
  private void stop() {
    stopping = true;
    if (writing.isFailing()) {
      batch = null;
    }
    leaveWhenDone();
  }

  private void leaveWhenDone() {
    if (stopping && batch == null && (prefix.isCommitted() || committing.isFailing())) {
      phase = Phase.STOPPED;
      effects.add(new Effect.Leave());
    }
  }

  private void waitAfter(Reason reason, Timer timer, Streak failures) {
    troubles.put(timer, reason);
    if (stopping) {
      batch = null;
      leaveWhenDone();
    } else {
      effects.add(new Effect.Wait(timer, failures.failed()));
    }
  }

  private void halt(Reason reason) {
    phase = Phase.FAILED;
    failure = reason;
    effects.add(new Effect.Leave());
  }
}
