package io.distributary.gateway.log;

import io.distributary.gateway.log.TopicCheck.Identity;
import io.distributary.schemas.Reason;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether the stream is still as it must be. While it is not, nothing is
 * appended to it and no view reads it; what does no harm yet is only told.
 */
final class StreamWatch implements LogHealth {
  private static final Logger LOG = LoggerFactory.getLogger(StreamWatch.class);
  private static final long BETWEEN_MS = 3_000;

  /** A transaction of an ordinary producer is over sooner. */
  private static final Duration LONG = Duration.ofSeconds(5);

  private final Vertx vertx;
  private final TopicCheck check;
  private final Identity identity;
  private final Clock clock;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final Map<Integer, Open> open = new HashMap<>();
  private volatile Optional<StreamException> halt = Optional.empty();
  private volatile Optional<Reason> warning = Optional.empty();
  private volatile Optional<StreamException> lost = Optional.empty();
  private volatile boolean started;

  StreamWatch(Vertx vertx, TopicCheck check, Identity identity, Clock clock) {
    this.vertx = vertx;
    this.check = check;
    this.identity = identity;
    this.clock = clock;
  }

  /** Behind which offset readers wait for the end of a transaction, and since when. */
  private record Open(long offset, Instant since) {}

  void start() {
    started = true;
    lookLater();
  }

  /** One look after the other, however long Kafka takes: looks must never pile up on threads. */
  private void lookLater() {
    if (started) {
      vertx.setTimer(BETWEEN_MS, tick -> lookAndLater());
    }
  }

  private void lookAndLater() {
    if (started) {
      vertx.executeBlocking(this::look, false).onComplete(looked -> lookLater());
    }
  }

  void stop() {
    started = false;
  }

  @Override
  public Optional<StreamException> halt() {
    return halt;
  }

  @Override
  public Optional<Reason> warning() {
    return warning;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** A reader has found that events are gone which came next; that does not mend itself. */
  void lost(StreamException found) {
    lost = Optional.of(found);
    vertx.executeBlocking(() -> becomes(Optional.empty()), false);
  }

  private boolean look() {
    try {
      check.compare(identity, check.inspect());
      check.checkTail();
      warning = stalled(check.openTransactions()).or(check::movedStart);
      becomes(Optional.empty());
    } catch (StreamException e) {
      if (e.isHalt()) {
        becomes(Optional.of(e));
      }
    }
    return halt.isEmpty();
  }

  private synchronized boolean becomes(Optional<StreamException> found) {
    Optional<StreamException> now = found.or(() -> lost);
    boolean changed = now.isPresent() != halt.isPresent();
    halt = now;
    if (changed) {
      now.ifPresentOrElse(
          e -> LOG.error("The stream must not be used: {}", e.getMessage()),
          () -> LOG.info("The stream can be used again"));
      listeners.forEach(Runnable::run);
    }
    return changed;
  }

  /**
   * @param stalls by partition, the first offset of the oldest open transaction
   */
  private Optional<Reason> stalled(Map<Integer, Long> stalls) {
    Map<Integer, Open> now = new TreeMap<>();
    stalls.forEach(
        (partition, offset) -> {
          Open before = open.get(partition);
          now.put(
              partition,
              before != null && before.offset() == offset
                  ? before
                  : new Open(offset, clock.instant()));
        });
    open.clear();
    open.putAll(now);
    now.values()
        .removeIf(one -> Duration.between(one.since(), clock.instant()).compareTo(LONG) < 0);
    return now.isEmpty() ? Optional.empty() : Optional.of(hanging(now));
  }

  private static Reason hanging(Map<Integer, Open> stalls) {
    Instant since = stalls.values().stream().map(Open::since).min(Instant::compareTo).orElseThrow();
    return new Reason(
        "transaction-open",
        "A producer's transaction is open on partition "
            + String.join(
                ", ", new TreeSet<>(stalls.keySet()).stream().map(String::valueOf).toList())
            + " since "
            + since.truncatedTo(ChronoUnit.SECONDS)
            + "; later events wait for its end. The broker ends it after transaction.max.timeout.ms; to end it now: kafka-transactions.sh find-hanging.");
  }
}
