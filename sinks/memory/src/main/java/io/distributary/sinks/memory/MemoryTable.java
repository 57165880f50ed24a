package io.distributary.sinks.memory;

import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The documents of one revision by their names, {@code Type/id}, each one's by version. Every
 * method is atomic.
 */
final class MemoryTable {
  private final Map<String, NavigableMap<Version, MemoryDocument>> rows = new HashMap<>();

  /**
   * Puts a document under its version unless it stands there.
   *
   * @param keepsHistory whether what is older than the newest is kept
   * @return whether the table holds it only now
   */
  synchronized boolean put(MemoryDocument document, boolean keepsHistory) {
    NavigableMap<Version, MemoryDocument> versions =
        rows.computeIfAbsent(document.id().toString(), name -> new TreeMap<>());
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
    return newest(id.toString());
  }

  synchronized Optional<MemoryDocument> version(ResourceId id, Version version) {
    return Optional.ofNullable(rows.get(id.toString())).map(versions -> versions.get(version));
  }

  /** What was the newest when the stream ended at a position. */
  synchronized Optional<MemoryDocument> asOf(ResourceId id, Position position) {
    return Optional.ofNullable(rows.get(id.toString()))
        .flatMap(versions -> asOf(versions, position));
  }

  /** The same of every resource, tombstones included. */
  synchronized List<MemoryDocument> asOf(Position position) {
    return rows.values().stream().flatMap(versions -> asOf(versions, position).stream()).toList();
  }

  private static Optional<MemoryDocument> asOf(
      NavigableMap<Version, MemoryDocument> versions, Position position) {
    return versions.descendingMap().values().stream()
        .filter(document -> position.includes(document.version()))
        .findFirst();
  }

  /** All versions, the newest first. */
  synchronized List<MemoryDocument> history(ResourceId id) {
    NavigableMap<Version, MemoryDocument> versions =
        rows.getOrDefault(id.toString(), Collections.emptyNavigableMap());
    return List.copyOf(versions.descendingMap().values());
  }

  /** Every resource's newest document, tombstones included, as they are at this moment. */
  synchronized List<MemoryDocument> newest() {
    return List.copyOf(newestByName().values());
  }

  /** The same by their names. */
  synchronized Map<String, MemoryDocument> newestByName() {
    Map<String, MemoryDocument> all = new HashMap<>();
    rows.forEach((name, versions) -> all.put(name, versions.lastEntry().getValue()));
    return all;
  }

  /** What stands under a name, whether or not a resource can be named so. */
  synchronized Optional<MemoryDocument> newest(String name) {
    return Optional.ofNullable(rows.get(name)).map(versions -> versions.lastEntry().getValue());
  }

  /**
   * Replaces all that is held under a name, if its newest document is as it was found.
   *
   * @return whether it was
   */
  synchronized boolean replace(
      String name, Predicate<Optional<MemoryDocument>> asFound, List<MemoryDocument> right) {
    if (!asFound.test(newest(name))) {
      return false;
    }
    overwrite(name, right);
    return true;
  }

  /**
   * Replaces all that is held under a name, as somebody could who has the server's keys: what
   * checks a view must find it.
   */
  synchronized void overwrite(String name, List<MemoryDocument> documents) {
    NavigableMap<Version, MemoryDocument> versions = new TreeMap<>();
    documents.forEach(document -> versions.put(document.version(), document));
    if (versions.isEmpty()) {
      rows.remove(name);
    } else {
      rows.put(name, versions);
    }
  }
}
