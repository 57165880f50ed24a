package io.distributary.sinks.memory;

import io.distributary.sink.SinkException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Where the tables of all revisions lie. The JVM is the server here, so they lie in a static map,
 * by their physical names.
 *
 * @param table the physical name of one revision's table
 */
record MemorySchema(String table) {
  private static final ConcurrentMap<String, MemoryTable> SERVER = new ConcurrentHashMap<>();

  void create() {
    SERVER.computeIfAbsent(table, name -> new MemoryTable());
  }

  MemoryTable open() throws SinkException {
    MemoryTable found = SERVER.get(table);
    if (found == null) {
      throw MemoryErrors.dropped();
    }
    return found;
  }

  void drop() {
    SERVER.remove(table);
  }
}
