package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** Documents as BSON. */
final class BsonType extends BasicDataType<Document> {
  private static final int FIRST_BUFFER_BYTES = 1024;

  @Override
  public int getMemory(Document document) {
    return 64 + estimate(document);
  }

  @Override
  public void write(WriteBuffer buffer, Document document) {
    ByteBuf bson = Unpooled.buffer(FIRST_BUFFER_BYTES);
    BsonEncoder.encodeDocument(document, bson);
    buffer.put(bson.array(), bson.arrayOffset(), bson.readableBytes());
  }

  @Override
  public Document read(ByteBuffer buffer) {
    int length =
        Integer.reverseBytes(buffer.getInt(buffer.position())); // BSON's own, little-endian
    byte[] bson = new byte[length];
    buffer.get(bson);
    return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bson));
  }

  @Override
  public Document[] createStorage(int size) {
    return new Document[size];
  }

  /** Roughly the bytes on the heap, for the store's cache. */
  private static int estimate(Object value) {
    if (value instanceof Document document) {
      int sum = 48;
      for (Map.Entry<String, Object> field : document.entrySet()) {
        sum += 40 + field.getKey().length() + estimate(field.getValue());
      }
      return sum;
    }
    if (value instanceof Collection<?> elements) {
      return 24 + elements.stream().mapToInt(element -> 8 + estimate(element)).sum();
    }
    return value instanceof String text ? 40 + text.length() : 16;
  }
}
