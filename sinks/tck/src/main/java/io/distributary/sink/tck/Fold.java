package io.distributary.sink.tck;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The oracle: what a view must hold after a list of events, in whatever order and how often they
 * came. Per resource it is the event with the greatest version.
 */
final class Fold {
  private final Map<ResourceId, NavigableMap<Version, Event>> events = new HashMap<>();

  static Fold of(Collection<Event> events) {
    Fold fold = new Fold();
    for (Event event : events) {
      fold.events.computeIfAbsent(event.id(), id -> new TreeMap<>()).put(event.version(), event);
    }
    return fold;
  }

  Set<ResourceId> ids() {
    return events.keySet();
  }

  Set<String> types() {
    return events.keySet().stream().map(ResourceId::type).collect(Collectors.toSet());
  }

  /** The part of one type. */
  Fold ofType(String type) {
    Fold part = new Fold();
    part.events.putAll(events);
    part.events.keySet().removeIf(id -> !id.type().equals(type));
    return part;
  }

  List<Event> newest() {
    return events.values().stream().map(versions -> versions.lastEntry().getValue()).toList();
  }

  List<Event> live() {
    return newest().stream().filter(event -> !event.deleted()).toList();
  }

  /** Every event of a resource, the newest first. */
  List<Event> history(ResourceId id) {
    return List.copyOf(events.getOrDefault(id, new TreeMap<>()).descendingMap().values());
  }
}
