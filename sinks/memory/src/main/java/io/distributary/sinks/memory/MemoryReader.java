package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.Cursor;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.InvalidCursorException;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads resources, charts, types and histories, as they are or as of a position. */
record MemoryReader(MemorySchema schema)
    implements ResourceReader, ChartReader, TypeReader, HistoryReader {

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    context.requireWanted();
    return document(id, context).map(MemoryDocument::stored);
  }

  @Override
  public void readAll(
      Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    List<MemoryDocument> found = new ArrayList<>();
    for (ResourceId id : ids) {
      document(id, context).ifPresent(found::add);
    }
    handOver(found, context, visitor);
  }

  private Optional<MemoryDocument> document(ResourceId id, ReadContext context)
      throws SinkException {
    MemoryTable table = schema.open();
    return context.asOf().isPresent() ? table.asOf(id, context.asOf().get()) : table.newest(id);
  }

  @Override
  public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException {
    context.requireWanted();
    MemoryTable table = schema.open();
    Map<ResourceId, ResourceHead> heads = new HashMap<>();
    for (ResourceId id : ids) {
      table.newest(id).ifPresent(document -> heads.put(id, document.head()));
    }
    return heads;
  }

  @Override
  public Optional<Cursor> chart(
      ResourceId key, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    Optional<ResourceId> last = lastId(from);
    MemoryTable table = schema.open();
    Collection<MemoryDocument> all =
        context.asOf().isPresent() ? table.asOf(context.asOf().get()) : table.newest();
    return handOver(
        all.stream()
            .filter(document -> !document.deleted() && document.head().key().equals(key))
            .filter(document -> last.isEmpty() || document.id().compareTo(last.get()) > 0)
            .sorted(Comparator.comparing(MemoryDocument::id))
            .toList(),
        document -> new Cursor(document.id().toString()),
        context,
        visitor);
  }

  private static Optional<ResourceId> lastId(Cursor cursor) throws InvalidCursorException {
    Optional<ResourceId> last = ResourceId.tryParse(cursor.text());
    if (last.isEmpty() && !cursor.isStart()) {
      throw new InvalidCursorException();
    }
    return last;
  }

  @Override
  public void type(String type, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    handOver(
        schema.open().newestByName().entrySet().stream()
            .filter(row -> row.getValue().belongsUnder(row.getKey()))
            .map(Map.Entry::getValue)
            .filter(document -> !document.deleted() && document.id().type().equals(type))
            .toList(),
        context,
        visitor);
  }

  @Override
  public Optional<Cursor> history(
      ResourceId id, Cursor from, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    Optional<Version> last = lastVersion(from);
    return handOver(
        schema.open().history(id).stream()
            .filter(document -> last.isEmpty() || document.version().compareTo(last.get()) < 0)
            .toList(),
        document -> new Cursor(document.version().toString()),
        context,
        visitor);
  }

  private static Optional<Version> lastVersion(Cursor cursor) throws InvalidCursorException {
    try {
      return cursor.isStart() ? Optional.empty() : Optional.of(Version.parse(cursor.text()));
    } catch (IllegalArgumentException e) {
      throw new InvalidCursorException();
    }
  }

  @Override
  public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException {
    context.requireWanted();
    return schema.open().version(id, version).map(MemoryDocument::stored);
  }

  private static void handOver(
      List<MemoryDocument> documents, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    handOver(documents, document -> Cursor.START, context, visitor);
  }

  private static Optional<Cursor> handOver(
      List<MemoryDocument> documents,
      Function<MemoryDocument, Cursor> behind,
      ReadContext context,
      Visitor<StoredResource> visitor)
      throws SinkException {
    for (MemoryDocument document : documents) {
      context.requireWanted();
      if (!visitor.visit(document.stored())) {
        return Optional.of(behind.apply(document));
      }
    }
    return Optional.empty();
  }
}
