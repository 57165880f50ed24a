package io.distributary.gateway.http;

import io.distributary.gateway.log.Appended;
import io.distributary.gateway.log.EventAppender;
import io.distributary.gateway.log.LogLookup;
import io.distributary.gateway.log.LogRange;
import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Projected;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** One partition in memory; what is appended goes into the sinks at once, unless they are held. */
final class InMemoryLog implements EventAppender, LogLookup {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  private static final long POLL_MS = 100;

  private final List<Sink<?>> sinks;
  private final List<Event> events = new ArrayList<>();
  private final Map<Version, StreamRecord> records = new TreeMap<>();
  private final Queue<Event> waiting = new ArrayDeque<>();
  private boolean held;
  private Future<Void> acknowledgement = Future.succeededFuture();
  private boolean away;

  InMemoryLog(List<Sink<?>> sinks) {
    this.sinks = sinks;
  }

  @Override
  public synchronized Future<Appended> append(ResourceId key, EncodedEvent encoded) {
    if (away) {
      return Future.failedFuture(new IllegalStateException("away"));
    }
    Version version = Version.of(0, events.size(), 0);
    StreamRecord record =
        new StreamRecord(
            0, 0, events.size(), NOW, encoded.key(), encoded.headers(), encoded.value());
    records.put(version, record);
    Event event = ((Decoded.Sound) EventCodec.decode(record)).event();
    events.add(event);
    waiting.add(event);
    notifyAll();
    drain();
    return acknowledgement.map(done -> new Appended(version, NOW));
  }

  /** From now on what is appended is acknowledged only with this. */
  synchronized void acknowledgeWith(Future<Void> later) {
    acknowledgement = later;
  }

  @Override
  public synchronized Future<Found> find(Collection<Version> wanted, long maxBytes) {
    Map<Version, StreamRecord> found = new TreeMap<>(records);
    found.keySet().retainAll(wanted);
    Set<Version> missing = new TreeSet<>(wanted);
    missing.removeAll(found.keySet());
    return Future.succeededFuture(new Found(List.copyOf(found.values()), missing));
  }

  /** Reads it as followers do. */
  LogRange range() {
    return new Range();
  }

  private Position position() {
    return events.isEmpty()
        ? Position.start(0)
        : Position.after(Version.of(0, events.size() - 1L, 0));
  }

  private final class Range implements LogRange {
    @Override
    public Position end() {
      synchronized (InMemoryLog.this) {
        return position();
      }
    }

    @Override
    public void read(Position from, Position to, Consumer<List<StreamRecord>> visitor) {
      visitor.accept(between(from, to));
    }

    @Override
    public void follow(Position from, Follower follower) {
      Position reached = from;
      boolean wanted = true;
      while (wanted) {
        Position next = awaitMoreThan(reached);
        wanted = follower.take(between(reached, next), next);
        reached = next;
      }
    }

    private List<StreamRecord> between(Position from, Position to) {
      synchronized (InMemoryLog.this) {
        return records.values().stream()
            .filter(record -> record.offset() >= from.offset(0) && record.offset() < to.offset(0))
            .toList();
      }
    }

    private Position awaitMoreThan(Position known) {
      synchronized (InMemoryLog.this) {
        try {
          if (position().equals(known)) {
            InMemoryLog.this.wait(POLL_MS);
          }
          return position();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    @Override
    public void close() {}
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  synchronized int lag() {
    return waiting.size();
  }

  /** Keeps what is appended from the sinks until released. */
  synchronized void hold(boolean hold) {
    held = hold;
    drain();
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  private void drain() {
    while (!held && !waiting.isEmpty()) {
      Event event = waiting.remove();
      sinks.forEach(sink -> write(sink, event));
    }
  }

  private static <P> void write(Sink<P> sink, Event event) {
    try {
      P projected = sink.projection().project(event).orElseThrow();
      sink.writer().write(List.of(new Projected<>(event, projected)));
    } catch (SinkException | RejectedEventException e) {
      throw new IllegalStateException(e);
    }
  }
}
