package io.distributary.gateway.query;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What waits, a queue for each caller, taken in turn: however much one caller asks for, another
 * waits behind one item of his, not behind all. Bounded: when it is full, whoever waits with most
 * makes room for a caller who waits with less. Not for several threads.
 */
public final class FairQueue<T> {
  private final int capacity;
  private final Map<String, Deque<T>> byCaller = new LinkedHashMap<>();
  private int size;

  public FairQueue(int capacity) {
    this.capacity = capacity;
  }

  /**
   * Takes an item.
   *
   * @return what has no place now: nothing, the last item of the caller who waits with most, or the
   *     item itself
   */
  public Optional<T> add(String caller, T item) {
    Optional<T> displaced = size < capacity ? Optional.empty() : makeRoom(caller, item);
    if (displaced.filter(one -> one == item).isEmpty()) {
      byCaller.computeIfAbsent(caller, c -> new ArrayDeque<>()).addLast(item);
      size++;
    }
    return displaced;
  }

  private Optional<T> makeRoom(String caller, T item) {
    String most =
        byCaller.entrySet().stream()
            .max(Comparator.comparingInt(entry -> entry.getValue().size()))
            .map(Map.Entry::getKey)
            .orElse(caller);
    Deque<T> theirs = byCaller.getOrDefault(most, new ArrayDeque<>());
    Deque<T> mine = byCaller.getOrDefault(caller, new ArrayDeque<>());
    if (theirs.size() <= mine.size() + 1) {
      return Optional.of(item);
    }
    size--;
    return Optional.of(theirs.removeLast());
  }

  /**
   * The next one: of the caller whose turn it is, the one that has waited longest.
   *
   * @param mayGo whether it is a caller's turn at all
   */
  public Optional<T> poll(Predicate<String> mayGo) {
    return byCaller.keySet().stream().filter(mayGo).findFirst().map(this::take);
  }

  private T take(String caller) {
    Deque<T> waiting = byCaller.getOrDefault(caller, new ArrayDeque<>());
    byCaller.remove(caller);
    T item = waiting.removeFirst();
    size--;
    if (!waiting.isEmpty()) {
      byCaller.put(caller, waiting);
    }
    return item;
  }

  /** An item that need not wait any more. */
  void remove(String caller, T item) {
    Deque<T> waiting = byCaller.get(caller);
    if (waiting != null && waiting.remove(item)) {
      size--;
      if (waiting.isEmpty()) {
        byCaller.remove(caller);
      }
    }
  }

  int size() {
    return size;
  }
}
