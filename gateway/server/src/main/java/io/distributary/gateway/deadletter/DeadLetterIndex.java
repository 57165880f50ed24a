package io.distributary.gateway.deadletter;

import io.distributary.gateway.log.StreamException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * The dead letters as their topic has them, in a file that lives no longer than the gateway: the
 * heap holds a few megabytes of it, however many dead letters there are. Calls block, save those
 * that count or ask whether there is any in one revision.
 */
final class DeadLetterIndex implements AutoCloseable {
  private static final int CACHE_MB = 4;
  private static final int UNSAVED_KB = 2_048;
  private static final byte[] NOTHING = {};

  /** Sorts behind every digit, and every key goes on with digits behind its prefix. */
  private static final String END = ":";

  private final MVStore store;
  private final MVMap<String, byte[]> letters;
  private final MVMap<String, byte[]> ages;
  private final MVMap<String, byte[]> subjects;
  private final Map<KeySpace, Long> counts =
      new ConcurrentSkipListMap<>(Comparator.comparing(KeySpace::prefix));

  private DeadLetterIndex(Path file) {
    store =
        new MVStore.Builder()
            .fileName(file.toString())
            .cacheSize(CACHE_MB)
            .autoCommitBufferSize(UNSAVED_KB)
            .compress()
            .open();
    store.setVersionsToKeep(0);
    store.setRetentionTime(0);
    letters = map("letters");
    ages = map("ages");
    subjects = map("subjects");
  }

  /**
   * An empty one.
   *
   * @throws StreamException when there is no room for it
   */
  static DeadLetterIndex create() {
    return create(Path.of(System.getProperty("java.io.tmpdir")));
  }

  static DeadLetterIndex create(Path temporary) {
    try {
      Path folder = Files.createTempDirectory(temporary, "distributary-letters-");
      folder.toFile().deleteOnExit();
      Path file = folder.resolve("letters.mv.db");
      file.toFile().deleteOnExit();
      DeadLetterIndex index = new DeadLetterIndex(file);
      vanish(file);
      return index;
    } catch (IOException | MVStoreException e) {
      throw StreamException.halt(
          "temporary-folder",
          "The index of dead letters cannot be kept in the temporary folder "
              + temporary
              + ". Make room there, or name another one with -Djava.io.tmpdir=…");
    }
  }

  /** Takes the open file's name away, so that nothing is left however the process ends. */
  private static void vanish(Path file) {
    try {
      Files.delete(file);
      Files.deleteIfExists(file.getParent());
    } catch (IOException e) {
      // Not every system can: then it is deleted at the end.
    }
  }

  private MVMap<String, byte[]> map(String name) {
    return store.openMap(
        name,
        new MVMap.Builder<String, byte[]>()
            .keyType(StringDataType.INSTANCE)
            .valueType(ByteArrayDataType.INSTANCE));
  }

  /**
   * A dead letter that is there keeps its marks: a gateway that comes late may not have seen that
   * another one made them.
   */
  synchronized void put(DeadLetter written) {
    DeadLetter letter = find(written.key()).map(written::withMarksOf).orElse(written);
    remove(letter.key());
    KeySpace space = KeySpace.of(letter);
    String place = KeySpace.place(letter.version());
    letters.put(space.prefix() + place, DeadLetterCodec.encode(letter));
    ages.put(space.prefix() + age(letter.at()) + place, NOTHING);
    letter.subject().ifPresent(id -> subjects.put(space.prefix(id) + place, NOTHING));
    counts.merge(space, 1L, Long::sum);
  }

  synchronized void remove(DeadLetterKey key) {
    for (KeySpace space : spaces(key.revision())) {
      String place = KeySpace.place(key);
      byte[] gone = letters.remove(space.prefix() + place);
      if (gone != null) {
        DeadLetterCodec.decode(gone).ifPresent(letter -> unlist(letter, space, place));
      }
    }
  }

  private void unlist(DeadLetter letter, KeySpace space, String place) {
    ages.remove(space.prefix() + age(letter.at()) + place);
    letter.subject().ifPresent(id -> subjects.remove(space.prefix(id) + place));
    counts.merge(space, -1L, Long::sum);
  }

  /** Milliseconds as text that sorts as they do. */
  private static String age(Instant at) {
    return String.format(Locale.ROOT, "%015d", Math.max(0, at.toEpochMilli()));
  }

  private List<KeySpace> spaces(RevisionId revision) {
    return counts.keySet().stream().filter(space -> space.revision().equals(revision)).toList();
  }

  synchronized Optional<DeadLetter> find(DeadLetterKey key) {
    return spaces(key.revision()).stream()
        .flatMap(space -> get(space, KeySpace.place(key)))
        .findFirst();
  }

  private Stream<DeadLetter> get(KeySpace space, String place) {
    return Optional.ofNullable(letters.get(space.prefix() + place))
        .flatMap(DeadLetterCodec::decode)
        .stream();
  }

  long count(RevisionId revision) {
    return spaces(revision).stream()
        .filter(space -> !space.discarded())
        .mapToLong(space -> counts.getOrDefault(space, 0L))
        .sum();
  }

  /** Whether there is any that is not superseded. */
  boolean hasOpen(RevisionId revision) {
    return !open(revision).isEmpty();
  }

  private List<KeySpace> open(RevisionId revision) {
    return spaces(revision).stream()
        .filter(space -> !space.superseded() && counts.getOrDefault(space, 0L) > 0)
        .toList();
  }

  synchronized long count(DeadLetterSelection which) {
    return runs(which, letters).mapToLong(this::size).sum();
  }

  private long size(Run run) {
    return run.map() == letters ? counts.getOrDefault(run.space(), 0L) : run.size();
  }

  /** As {@link DeadLetters#list} says. */
  synchronized DeadLetterPage list(DeadLetterSelection which, int limit) {
    Comparator<Found> oldestFirst =
        Comparator.comparing(Found::order).thenComparing(found -> found.space().prefix());
    List<DeadLetter> oldest =
        runs(which, ages)
            .flatMap(run -> run.from(run.prefix(), limit))
            .sorted(oldestFirst)
            .limit(limit)
            .flatMap(this::get)
            .toList();
    return new DeadLetterPage(oldest, count(which));
  }

  /** As {@link DeadLetters#after} says. */
  synchronized List<DeadLetter> after(
      DeadLetterSelection which, Optional<DeadLetterKey> last, int limit) {
    Comparator<Found> byPlace =
        Comparator.<Found, String>comparing(found -> found.space().revisionPrefix())
            .thenComparing(Found::place);
    return runs(which, letters)
        .flatMap(run -> run.behind(last, limit))
        .sorted(byPlace)
        .limit(limit)
        .flatMap(this::get)
        .toList();
  }

  /** As {@link DeadLetters#overtaken} says. */
  synchronized List<DeadLetter> overtaken(
      RevisionId revision, Map<ResourceId, Version> applied, int limit) {
    List<KeySpace> open = open(revision);
    return applied.entrySet().stream()
        .flatMap(
            newest ->
                open.stream().flatMap(space -> older(space, newest.getKey(), newest.getValue())))
        .limit(limit)
        .toList();
  }

  private Stream<DeadLetter> older(KeySpace space, ResourceId subject, Version newest) {
    Run run = new Run(space, subjects, space.prefix(subject));
    return run.keys(run.prefix(), Integer.MAX_VALUE)
        .map(key -> new Found(space, "", KeySpace.placeIn(key)))
        .flatMap(this::get)
        .filter(letter -> letter.version().compareTo(newest) < 0);
  }

  /** Where the dead letters of a selection stand: in a map of all, or in that of subjects. */
  private Stream<Run> runs(DeadLetterSelection which, MVMap<String, byte[]> whole) {
    return counts.keySet().stream()
        .filter(space -> space.holds(which))
        .map(
            space ->
                which.subject().isPresent()
                    ? new Run(space, subjects, space.prefix(which.subject().get()))
                    : new Run(space, whole, space.prefix()));
  }

  private Stream<DeadLetter> get(Found found) {
    return get(found.space(), found.place());
  }

  @Override
  public synchronized void close() {
    store.closeImmediately();
  }

  /**
   * A dead letter's key in one of the maps.
   *
   * @param order what stands behind the prefix
   */
  private record Found(KeySpace space, String order, String place) {}

  /** A stretch of one of the maps, in the order of its keys, which end in places. */
  private record Run(KeySpace space, MVMap<String, byte[]> map, String prefix) {
    Stream<Found> from(String key, int limit) {
      return keys(key, limit)
          .map(each -> new Found(space, each.substring(prefix.length()), KeySpace.placeIn(each)));
    }

    Stream<Found> behind(Optional<DeadLetterKey> last, int limit) {
      if (last.isEmpty()) {
        return from(prefix, limit);
      }
      int order = space.revisionPrefix().compareTo(KeySpace.prefix(last.get().revision()));
      String behindLast = prefix + KeySpace.place(last.get()) + " ";
      return order < 0 ? Stream.empty() : from(order == 0 ? behindLast : prefix, limit);
    }

    Stream<String> keys(String from, int limit) {
      Cursor<String, byte[]> cursor = map.cursor(from, prefix + END, false);
      return StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(cursor, Spliterator.ORDERED), false)
          .limit(limit);
    }

    long size() {
      return index(prefix + END) - index(prefix);
    }

    /** How many keys come before one that is not there. */
    private long index(String absent) {
      return -1 - map.getKeyIndex(absent);
    }
  }
}
