package io.distributary.sinks.memory;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.fhir.Resource;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.tck.SinkFixture;
import java.util.List;

/** Reaches into the table past every sink. */
final class MemoryTampering implements SinkFixture.Tampering {
  @Override
  public void alter(String namespace, ResourceId id) throws SinkException {
    MemoryDocument document = stored(namespace, id);
    put(namespace, id.toString(), document.withJson(Resource.tombstone(id).json()));
  }

  @Override
  public boolean remove(String namespace, ResourceId id) throws SinkException {
    table(namespace).overwrite(id.toString(), List.of());
    return true;
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) throws SinkException {
    MemoryDocument document = stored(namespace, copied);
    ResourceId id = ResourceId.tryParse(name).orElse(copied);
    put(namespace, name, document(id, document.version(), document));
    return true;
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) throws SinkException {
    put(namespace, id.toString(), document(id, version, stored(namespace, id)));
    return true;
  }

  /** Puts another resource in its place. */
  @Override
  public boolean spoil(String namespace, ResourceId id) throws SinkException {
    MemoryDocument document = stored(namespace, id);
    ResourceId other = new ResourceId(id.type(), "other");
    put(namespace, id.toString(), document(other, document.version(), document));
    return true;
  }

  private static MemoryDocument document(ResourceId id, Version version, MemoryDocument like) {
    ResourceHead head = like.head();
    return new MemoryDocument(
        ResourceHead.of(id, head.key(), version, head.appended(), head.source(), head.deleted()),
        like.json());
  }

  private static MemoryDocument stored(String namespace, ResourceId id) throws SinkException {
    return table(namespace).newest(id).orElseThrow();
  }

  private static void put(String namespace, String name, MemoryDocument document)
      throws SinkException {
    table(namespace).overwrite(name, List.of(document));
  }

  private static MemoryTable table(String namespace) throws SinkException {
    return MemorySchema.of(namespace + "_r1").open();
  }
}
