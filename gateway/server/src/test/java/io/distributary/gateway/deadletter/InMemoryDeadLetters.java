package io.distributary.gateway.deadletter;

import io.distributary.gateway.log.StreamException;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Dead letters on the heap, by the contract of {@link DeadLetters}. */
public final class InMemoryDeadLetters implements DeadLetters {
  private final Map<DeadLetterKey, DeadLetter> letters =
      new TreeMap<>(
          Comparator.comparing(DeadLetterKey::revision)
              .thenComparing(DeadLetterKey::partition)
              .thenComparing(DeadLetterKey::offset));
  private boolean away;

  public synchronized void add(DeadLetter letter) {
    letters.merge(letter.key(), letter, (before, now) -> now.withMarksOf(before));
  }

  /** Whether Kafka takes nothing. */
  public synchronized void away(boolean isAway) {
    away = isAway;
  }

  public synchronized List<DeadLetter> all() {
    return List.copyOf(letters.values());
  }

  @Override
  public synchronized Future<Void> write(Collection<DeadLetter> some) {
    if (away) {
      return Future.failedFuture(StreamException.unreachable(null));
    }
    some.forEach(this::add);
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<Void> forget(Collection<DeadLetter> some) {
    if (away) {
      return Future.failedFuture(StreamException.unreachable(null));
    }
    some.forEach(letter -> letters.remove(letter.key()));
    return Future.succeededFuture();
  }

  @Override
  public synchronized Future<DeadLetterPage> list(DeadLetterSelection which, int limit) {
    List<DeadLetter> oldest =
        selected(which).sorted(Comparator.comparing(DeadLetter::at)).limit(limit).toList();
    return Future.succeededFuture(new DeadLetterPage(oldest, selected(which).count()));
  }

  @Override
  public synchronized Future<List<DeadLetter>> after(
      DeadLetterSelection which, Optional<String> last, int limit) {
    List<DeadLetter> in = selected(which).toList();
    List<String> order = all().stream().map(DeadLetter::id).toList();
    int behind = last.map(order::indexOf).orElse(-1);
    return Future.succeededFuture(
        in.stream().filter(letter -> order.indexOf(letter.id()) > behind).limit(limit).toList());
  }

  @Override
  public synchronized Future<List<DeadLetter>> find(Collection<String> ids) {
    return Future.succeededFuture(
        letters.values().stream().filter(letter -> ids.contains(letter.id())).toList());
  }

  @Override
  public synchronized Future<Long> count(DeadLetterSelection which) {
    return Future.succeededFuture(selected(which).count());
  }

  @Override
  public synchronized Future<List<DeadLetter>> overtaken(
      RevisionId revision, Map<ResourceId, Version> applied, int limit) {
    return Future.succeededFuture(
        selected(DeadLetterSelection.ALL.ofRevision(revision).withDiscarded())
            .filter(letter -> !letter.superseded())
            .filter(
                letter ->
                    letter
                        .subject()
                        .map(applied::get)
                        .filter(newest -> newest.compareTo(letter.version()) > 0)
                        .isPresent())
            .limit(limit)
            .toList());
  }

  @Override
  public synchronized long count(RevisionId revision) {
    return selected(DeadLetterSelection.ALL.ofRevision(revision)).count();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }

  private Stream<DeadLetter> selected(DeadLetterSelection which) {
    return letters.values().stream()
        .filter(letter -> KeySpace.of(letter).holds(which))
        .filter(letter -> which.subject().isEmpty() || letter.subject().equals(which.subject()));
  }
}
