package io.distributary.gateway.projector;

import io.distributary.schemas.Reason;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A chunk on its way into the view: what is still to be written, in the pieces into which bisection
 * cut it, and what was rejected.
 */
final class WriteBatch {
  private final Chunk chunk;
  private final Deque<List<Work.Apply>> todo = new ArrayDeque<>();
  private final Map<ResourceId, NavigableMap<Version, Work.Apply>> outdated = new HashMap<>();
  private final List<Work.Reject> rejected = new ArrayList<>();
  private final Map<ResourceId, Version> held = new HashMap<>();
  private final Tally tally = new Tally();

  WriteBatch(Chunk chunk, boolean keepsHistory) {
    this.chunk = chunk;
    List<Work.Apply> writes = new ArrayList<>();
    for (Work work : chunk.work()) {
      if (work instanceof Work.Apply write) {
        writes.add(write);
      } else if (work instanceof Work.Reject reject) {
        rejected.add(reject);
        tally.rejected++;
      } else {
        tally.skipped++;
      }
    }
    List<Work.Apply> wanted = keepsHistory ? writes : newest(writes);
    if (!wanted.isEmpty()) {
      todo.add(wanted);
    }
  }

  /**
   * Only the newest event of each resource: the others would be stale a moment later. They are
   * needed when it is rejected.
   */
  private List<Work.Apply> newest(List<Work.Apply> writes) {
    Map<ResourceId, Work.Apply> newest = new LinkedHashMap<>();
    for (Work.Apply write : writes) {
      newest.merge(write.id(), write, this::newer);
    }
    return List.copyOf(newest.values());
  }

  private Work.Apply newer(Work.Apply a, Work.Apply b) {
    boolean inOrder = a.version().compareTo(b.version()) < 0;
    Work.Apply older = inOrder ? a : b;
    outdated.computeIfAbsent(a.id(), first -> new TreeMap<>()).put(older.version(), older);
    tally.outdated++;
    return inOrder ? b : a;
  }

  boolean isWritten() {
    return todo.isEmpty();
  }

  /** The next piece to write. */
  List<Projected<?>> next() {
    return todo.element().stream().<Projected<?>>map(Work.Apply::projected).toList();
  }

  /**
   * Takes in what became of the next piece.
   *
   * @return why some of it must be tried again; empty when all of it is done with
   * @throws IllegalArgumentException when there is not one outcome for each event
   */
  Optional<Reason> take(List<Outcome> outcomes) {
    List<Work.Apply> piece = todo.element();
    if (outcomes.size() != piece.size()) {
      throw new IllegalArgumentException("Not one outcome for each event");
    }
    todo.remove();
    List<Work.Apply> again = new ArrayList<>();
    Reason why = null;
    for (int i = 0; i < piece.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Failed rejection
          && rejection.action() == Action.RETRY) {
        again.add(piece.get(i));
        why = rejection.reason();
      } else {
        settle(piece.get(i), outcomes.get(i));
      }
    }
    if (!again.isEmpty()) {
      todo.addFirst(again);
    }
    return Optional.ofNullable(why);
  }

  private void settle(Work.Apply write, Outcome outcome) {
    if (outcome instanceof Outcome.Failed rejection) {
      reject(write, rejection.reason());
      return;
    }
    held.merge(write.id(), write.version(), (a, b) -> a.compareTo(b) >= 0 ? a : b);
    if (outcome instanceof Outcome.Stale) {
      tally.stale++;
    } else if (write.deletes()) {
      tally.deleted++;
    } else {
      tally.updated++;
    }
  }

  /**
   * The next piece as a whole was rejected for good: cut it in two, until one event is left, which
   * is then the one.
   */
  void reject(Reason reason) {
    List<Work.Apply> piece = todo.remove();
    if (piece.size() == 1) {
      reject(piece.get(0), reason);
      return;
    }
    int half = piece.size() / 2;
    todo.addFirst(piece.subList(half, piece.size()));
    todo.addFirst(piece.subList(0, half));
  }

  private void reject(Work.Apply write, Reason reason) {
    rejected.add(new Work.Reject(write.version(), Optional.of(write.id()), reason));
    tally.rejected++;
    fallBack(write.id());
  }

  /** The view shall hold the newest event that it can. */
  private void fallBack(ResourceId id) {
    NavigableMap<Version, Work.Apply> older = outdated.get(id);
    if (older != null && !older.isEmpty()) {
      tally.outdated--;
      todo.addLast(List.of(older.pollLastEntry().getValue()));
    }
  }

  List<Work.Reject> rejected() {
    return rejected;
  }

  /** Whether the view holds a newer version of a resource by now, as far as this batch knows. */
  boolean holdsNewer(ResourceId id, Version than) {
    Version version = held.get(id);
    return version != null && version.compareTo(than) > 0;
  }

  /** The newest version of each resource that the view holds through this batch. */
  Map<ResourceId, Version> held() {
    return Collections.unmodifiableMap(held);
  }

  Chunk chunk() {
    return chunk;
  }

  Tally tally() {
    return tally;
  }

  /** What became of the events of a batch. */
  static final class Tally {
    long updated;
    long deleted;
    long stale;
    long outdated;
    long skipped;
    long rejected;
  }
}
