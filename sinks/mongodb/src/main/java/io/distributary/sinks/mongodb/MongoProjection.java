package io.distributary.sinks.mongodb;

import io.distributary.schemas.event.Event;
import io.distributary.sink.Projection;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;

/**
 * An event as a document. Every event fits: 4 MiB of JSON with 400,000 values stay below 16 MB of
 * BSON, as a value costs at most 29 bytes beside its own text.
 */
enum MongoProjection implements Projection<MongoDocument> {
  INSTANCE;

  @Override
  public int version() {
    return 1;
  }

  @Override
  public boolean keepsHistory() {
    return false;
  }

  @Override
  public Optional<MongoDocument> project(Event event) {
    Digits digits = new Digits();
    byte[] resource =
        event.deleted() ? new byte[0] : BsonJson.encode(event.resource().tree(), digits);
    byte[] document = document(event, digits.joined(), resource);
    return Optional.of(new MongoDocument(event.id().type(), new RawBsonDocument(document)));
  }

  @Override
  public String hash(MongoDocument projected) {
    return projected.contentHash();
  }

  private static byte[] document(Event event, String digits, byte[] resource) {
    String key = event.key().toString();
    String hash =
        MongoDocument.contentHash(
            event.id().toString(), key, event.source(), event.deleted(), digits, resource);
    try (BasicOutputBuffer out = new BasicOutputBuffer(resource.length + 512);
        BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
      writer.writeStartDocument();
      writer.writeString(MongoDocument.ID, event.id().id());
      writer.writeString(MongoDocument.KEY, key);
      writer.writeInt64(MongoDocument.VERSION, event.version().value());
      writer.writeString(MongoDocument.SOURCE, event.source());
      writer.writeDateTime(MongoDocument.UPDATED, event.appended().toEpochMilli());
      writer.writeBoolean(MongoDocument.DELETED, event.deleted());
      writer.writeString(MongoDocument.HASH, hash);
      if (!digits.isEmpty()) {
        writer.writeString(MongoDocument.DIGITS, digits);
      }
      if (resource.length > 0) {
        writer.writeName(MongoDocument.RESOURCE);
        writer.pipe(new BsonBinaryReader(ByteBuffer.wrap(resource)));
      }
      writer.writeEndDocument();
      return out.toByteArray();
    }
  }
}
