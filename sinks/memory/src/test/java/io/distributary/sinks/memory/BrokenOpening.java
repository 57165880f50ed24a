package io.distributary.sinks.memory;

import io.distributary.sinks.memory.Altered.Alteration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** Sinks that open wrongly. */
final class BrokenOpening {
  private BrokenOpening() {}

  /** Makes its table anew, though there is one. */
  static Alteration opensAnewEachTime() {
    return (right, table) -> {
      table.newestByName().keySet().forEach(name -> table.overwrite(name, List.of()));
      return right;
    };
  }

  /** Takes a table that exists for an error. */
  static Alteration refusesToOpenTwice() {
    Set<MemoryTable> known = ConcurrentHashMap.newKeySet();
    return (right, table) -> {
      if (!known.add(table)) {
        throw new IllegalStateException("The table exists");
      }
      return right;
    };
  }

  /** Has one table, whatever the revision. */
  static Alteration ignoresTheRevision() {
    AtomicReference<Parts> first = new AtomicReference<>();
    return (right, table) -> {
      first.compareAndSet(null, right);
      return new Altered(first.get(), table) {
        @Override
        public void close() {}
      };
    };
  }
}
