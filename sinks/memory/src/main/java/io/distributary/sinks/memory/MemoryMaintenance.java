package io.distributary.sinks.memory;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Counts, scans and drops one revision. */
record MemoryMaintenance(MemorySchema schema, MemoryProjection projection) implements Maintenance {
  @Override
  public long count(ReadContext context) throws SinkException {
    context.requireWanted();
    return schema.open().newest().stream().filter(document -> !document.deleted()).count();
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    for (Map.Entry<String, MemoryDocument> row : schema.open().newestByName().entrySet()) {
      context.requireWanted();
      if (!visitor.visit(projection.entry(row.getKey(), row.getValue()))) {
        return;
      }
    }
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    context.requireWanted();
    MemoryTable table = schema.open();
    Map<String, ViewEntry> found = new HashMap<>();
    for (String name : names) {
      table.newest(name).ifPresent(document -> found.put(name, projection.entry(name, document)));
    }
    return found;
  }

  @Override
  public void drop() {
    schema.drop();
  }
}
