package io.distributary.sinks.memory;

import io.distributary.schemas.event.Event;
import io.distributary.sink.ContentHash;
import io.distributary.sink.Projection;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ViewEntry;
import java.util.Optional;

/** Keeps every resource, byte for byte. */
record MemoryProjection(boolean keepsHistory) implements Projection<MemoryDocument> {
  @Override
  public int version() {
    return 1;
  }

  @Override
  public Optional<MemoryDocument> project(Event event) {
    return Optional.of(MemoryDocument.of(event));
  }

  @Override
  public String hash(MemoryDocument document) {
    ResourceHead head = document.head();
    return new ContentHash()
        .add(head.id().toString())
        .add(head.key().toString())
        .add(head.source())
        .add(head.deleted() ? "deleted" : "live")
        .add(document.json())
        .hex();
  }

  /** What a table's row says; unreadable where another resource's document stands in it. */
  ViewEntry entry(String name, MemoryDocument document) {
    return document.belongsUnder(name)
        ? ViewEntry.of(document.id(), document.version(), document.deleted(), hash(document))
        : ViewEntry.unreadable(name, Optional.of(document.version()));
  }
}
