package io.distributary.sinks.memory;

import io.distributary.sink.SinkException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the tables of all revisions lie. The JVM is the server here, so they lie in a static map,
 * by their physical names.
 *
 * @param table the physical name of one revision's table
 * @param closed whether the sink that this one was made for is closed
 */
record MemorySchema(String table, AtomicBoolean closed) {
  private static final ConcurrentMap<String, MemoryTable> SERVER = new ConcurrentHashMap<>();

  static MemorySchema of(String table) {
    return new MemorySchema(table, new AtomicBoolean());
  }

  void create() {
    SERVER.computeIfAbsent(table, name -> new MemoryTable());
  }

  /** The table, for reads and checks, which need no open sink. */
  MemoryTable open() throws SinkException {
    MemoryTable found = SERVER.get(table);
    if (found == null) {
      throw MemoryErrors.dropped();
    }
    return found;
  }

  /** The same for writes. */
  MemoryTable openForWrites() throws SinkException {
    if (closed.get()) {
      throw MemoryErrors.closed();
    }
    return open();
  }

  void close() {
    closed.set(true);
  }

  void drop() {
    SERVER.remove(table);
  }
}
