package io.distributary.sinks.memory;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.time.Clock;

/** Counts, scans and drops one revision. */
record MemoryMaintenance(MemorySchema schema, MemoryProjection projection, Clock clock)
    implements Maintenance {
  @Override
  public long count(ReadContext context) throws SinkException {
    MemoryErrors.checkDeadline(context, clock);
    return schema.open().newest().stream().filter(document -> !document.deleted()).count();
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    for (MemoryDocument document : schema.open().newest()) {
      MemoryErrors.checkDeadline(context, clock);
      if (!visitor.visit(entry(document))) {
        return;
      }
    }
  }

  @Override
  public void drop() {
    schema.drop();
  }

  private ViewEntry entry(MemoryDocument document) {
    return new ViewEntry(
        document.id(), document.version(), document.deleted(), projection.hash(document));
  }
}
