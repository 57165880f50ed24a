package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.ChartReader;
import io.distributary.sink.HistoryReader;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.Visitor;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads resources, charts, types and histories. */
record MemoryReader(MemorySchema schema, Clock clock)
    implements ResourceReader, ChartReader, TypeReader, HistoryReader {

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    MemoryErrors.checkDeadline(context, clock);
    return schema.open().newest(id).map(MemoryDocument::stored);
  }

  @Override
  public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException {
    MemoryErrors.checkDeadline(context, clock);
    MemoryTable table = schema.open();
    Map<ResourceId, ResourceHead> heads = new HashMap<>();
    for (ResourceId id : ids) {
      table.newest(id).ifPresent(document -> heads.put(id, document.head()));
    }
    return heads;
  }

  @Override
  public void chart(ResourceId key, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    handOver(
        schema.open().newest().stream()
            .filter(document -> !document.deleted() && document.head().key().equals(key))
            .toList(),
        context,
        visitor);
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
  public void history(ResourceId id, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    handOver(schema.open().history(id), context, visitor);
  }

  @Override
  public Optional<StoredResource> version(ResourceId id, Version version, ReadContext context)
      throws SinkException {
    MemoryErrors.checkDeadline(context, clock);
    return schema.open().version(id, version).map(MemoryDocument::stored);
  }

  private void handOver(
      List<MemoryDocument> documents, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    for (MemoryDocument document : documents) {
      MemoryErrors.checkDeadline(context, clock);
      if (!visitor.visit(document.stored())) {
        return;
      }
    }
  }
}
