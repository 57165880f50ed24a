package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.event.Event;
import io.distributary.sink.ContentHash;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Projection;
import io.distributary.sink.ReadContext;
import io.distributary.sink.Readers;
import io.distributary.sink.RejectedEventException;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import io.distributary.sinks.memory.Altered.Alteration;
import io.distributary.sinks.memory.BrokenKeeping.Maintained;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sinks whose projection, or what it says of itself, is wrong. */
final class BrokenProjecting {
  private BrokenProjecting() {}

  private interface Projecting {
    String hash(Projection<MemoryDocument> right, MemoryDocument document);
  }

  private static Alteration hashing(Projecting projecting) {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), projecting, right.projection().keepsHistory());
          }

          @Override
          public Maintenance maintenance() {
            return new Maintained(right.maintenance()) {
              @Override
              public void scan(ReadContext context, Visitor<ViewEntry> visitor)
                  throws SinkException {
                right.scan(context, entry -> visitor.visit(rehashed(entry)));
              }

              @Override
              public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
                  throws SinkException {
                Map<String, ViewEntry> found = new HashMap<>(right.find(names, context));
                found.replaceAll((name, entry) -> rehashed(entry));
                return found;
              }
            };
          }

          private ViewEntry rehashed(ViewEntry entry) {
            MemoryDocument document = table.newest(entry.name()).orElseThrow();
            String hash = entry.hash().isEmpty() ? "" : projection().hash(document);
            return ViewEntry.of(entry.name(), entry.version(), entry.deleted(), hash);
          }
        };
  }

  private record Hashing(
      Projection<MemoryDocument> right, Projecting projecting, boolean keepsHistory)
      implements Projection<MemoryDocument> {
    @Override
    public int version() {
      return right.version();
    }

    @Override
    public Optional<MemoryDocument> project(Event event) throws RejectedEventException {
      return right.project(event);
    }

    @Override
    public String hash(MemoryDocument projected) {
      return projecting.hash(right, projected);
    }
  }

  static Alteration hashesTheVersion() {
    return hashing(
        (right, document) ->
            new ContentHash().add(right.hash(document)).add(document.version().toString()).hex());
  }

  static Alteration hashesTheBodyAlone() {
    return hashing((right, document) -> new ContentHash().add(document.json()).hex());
  }

  /** Says that it keeps history, and keeps the newest version alone. */
  static Alteration claimsHistory() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), Projection::hash, true);
          }

          @Override
          public Readers readers() {
            return right.readers().withHistory(new TableHistory(table));
          }
        };
  }

  private record TableHistory(MemoryTable table) implements HistoryReader {
    @Override
    public Optional<Cursor> history(
        ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor) {
      return BrokenReading.handOver(table.history(id).stream(), visitor);
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context) {
      return table.version(id, version).map(MemoryDocument::stored);
    }
  }

  /** Offers a history of which it keeps the newest version. */
  static Alteration offersHistoryThatItDoesNotKeep() {
    return (right, table) ->
        new Altered(right, table) {
          @Override
          public Projection<MemoryDocument> projection() {
            return new Hashing(right.projection(), Projection::hash, false);
          }
        };
  }
}
