package io.distributary.gateway.http;

import io.distributary.gateway.stream.Appended;
import io.distributary.gateway.stream.EventAppender;
import io.distributary.gateway.stream.LogLookup;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Decoded;
import io.distributary.schemas.event.EncodedEvent;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.event.EventCodec;
import io.distributary.schemas.event.StreamRecord;
import io.distributary.sink.Projected;
import io.distributary.sink.RefusedEventException;
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

/** One partition in memory; what is appended goes into the sinks at once, unless they are held. */
final class InMemoryLog implements EventAppender, LogLookup {
  static final Instant NOW = Instant.parse("2026-03-04T05:06:07.089Z");

  private final List<Sink<?>> sinks;
  private final List<Event> events = new ArrayList<>();
  private final Map<Version, StreamRecord> records = new TreeMap<>();
  private final Queue<Event> waiting = new ArrayDeque<>();
  private boolean held;
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
    drain();
    return Future.succeededFuture(new Appended(version, NOW));
  }

  @Override
  public synchronized Future<Found> find(Collection<Version> wanted, long maxBytes) {
    Map<Version, StreamRecord> found = new TreeMap<>(records);
    found.keySet().retainAll(wanted);
    Set<Version> missing = new TreeSet<>(wanted);
    missing.removeAll(found.keySet());
    return Future.succeededFuture(new Found(List.copyOf(found.values()), missing));
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
      sink.write(List.of(new Projected<>(event, projected)));
    } catch (SinkException | RefusedEventException e) {
      throw new IllegalStateException(e);
    }
  }
}
