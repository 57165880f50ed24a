package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.ValueComparator;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.BadValueException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts, holding no more than the first few when only those are asked for. Equal ones stay in their
 * order.
 *
 * @param <T> what is held of each document
 */
final class Sorted<T> {
  private final Document order;
  private final int most;
  private final Bounds bounds;
  private final PriorityQueue<Held<T>> held;
  private long added;

  /** The values that decide, in the order's order. */
  private record Held<T>(T of, List<@Nullable Object> values, long number, long bytes) {}

  /**
   * @param most how many are asked for; 0 for all
   */
  Sorted(Document order, long most, Bounds bounds) {
    order.values().forEach(Sorted::requireDirection);
    this.order = order;
    this.most = most <= 0 ? Integer.MAX_VALUE : (int) Math.min(most, Integer.MAX_VALUE);
    this.bounds = bounds;
    this.held = new PriorityQueue<>(this.<Held<T>>comparator().reversed());
  }

  private static void requireDirection(@Nullable Object direction) {
    if (!(direction instanceof Number)) {
      throw new BadValueException("Illegal key in $sort specification");
    }
  }

  /**
   * Takes one more.
   *
   * @param bytes that holding it needs
   */
  void add(Document document, T of, long bytes) {
    bounds.check();
    List<@Nullable Object> values = new ArrayList<>();
    order
        .keySet()
        .forEach(path -> values.add(Utils.getSubdocumentValueCollectionAware(document, path)));
    long all = 96 + bytes + Sizes.heap(values, bounds.countable());
    bounds.hold(all);
    held.add(new Held<>(of, values, added++, all));
    if (held.size() > most) {
      bounds.free(held.remove().bytes());
    }
  }

  /** All of them, first to last. */
  Iterator<T> sorted() {
    List<Held<T>> all = new ArrayList<>(held);
    held.clear();
    all.sort(comparator());
    return new Mapped<>(all.iterator(), Held::of);
  }

  private <H extends Held<T>> Comparator<H> comparator() {
    return (one, other) -> {
      bounds.check();
      int position = 0;
      for (Map.Entry<String, Object> key : order.entrySet()) {
        Comparator<Object> values =
            ((Number) key.getValue()).intValue() > 0
                ? ValueComparator.asc()
                : ValueComparator.desc();
        int compared = values.compare(one.values().get(position), other.values().get(position));
        if (compared != 0) {
          return compared;
        }
        position++;
      }
      return Long.compare(one.number(), other.number());
    };
  }
}
