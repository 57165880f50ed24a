package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The documents of one revision, each resource's by version. Every method is atomic. */
final class MemoryTable {
  private final Map<ResourceId, NavigableMap<Version, MemoryDocument>> rows = new HashMap<>();

  /**
   * Puts a document under its version unless it stands there.
   *
   * @param keepsHistory whether what is older than the newest is kept
   * @return whether the table holds it only now
   */
  synchronized boolean put(MemoryDocument document, boolean keepsHistory) {
    NavigableMap<Version, MemoryDocument> versions =
        rows.computeIfAbsent(document.id(), id -> new TreeMap<>());
    boolean stale =
        keepsHistory
            ? versions.containsKey(document.version())
            : !versions.isEmpty() && versions.lastKey().compareTo(document.version()) >= 0;
    if (stale) {
      return false;
    }
    if (!keepsHistory) {
      versions.clear();
    }
    versions.put(document.version(), document);
    return true;
  }

  synchronized Optional<MemoryDocument> newest(ResourceId id) {
    return Optional.ofNullable(rows.get(id)).map(versions -> versions.lastEntry().getValue());
  }

  synchronized Optional<MemoryDocument> version(ResourceId id, Version version) {
    return Optional.ofNullable(rows.get(id)).map(versions -> versions.get(version));
  }

  /** All versions, the newest first. */
  synchronized List<MemoryDocument> history(ResourceId id) {
    NavigableMap<Version, MemoryDocument> versions =
        rows.getOrDefault(id, Collections.emptyNavigableMap());
    return List.copyOf(versions.descendingMap().values());
  }

  /** Every resource's newest document, tombstones included, as they are at this moment. */
  synchronized List<MemoryDocument> newest() {
    List<MemoryDocument> all = new ArrayList<>(rows.size());
    rows.values().forEach(versions -> all.add(versions.lastEntry().getValue()));
    return all;
  }

  /**
   * Replaces all that is held of a resource, as somebody could who has the server's keys: what
   * checks a view must find it.
   */
  synchronized void overwrite(MemoryDocument document) {
    NavigableMap<Version, MemoryDocument> versions = new TreeMap<>();
    versions.put(document.version(), document);
    rows.put(document.id(), versions);
  }

  /** Removes all that is held of a resource, likewise. */
  synchronized void forget(ResourceId id) {
    rows.remove(id);
  }
}
