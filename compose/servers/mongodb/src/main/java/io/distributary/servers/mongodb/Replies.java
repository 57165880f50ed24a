package io.distributary.servers.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.OpCode;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Replies as they go over the wire (OP_MSG); a batch is never there as documents. */
final class Replies {
  static final int DOCUMENT = 0x03;

  private static final int ARRAY = 0x04;
  private static final int DOUBLE = 0x01;
  private static final int TEXT = 0x02;
  private static final int INT64 = 0x12;
  private static final int FIRST_BYTES = 1024;

  private Replies() {}

  /** A batch of a cursor, before its documents are known. */
  interface Batch {
    /**
     * Appends the elements of an array.
     *
     * @return the cursor's id, 0 when there are no more
     */
    long appendTo(ByteBuf reply);
  }

  static ByteBuf of(MongoMessage request, int id, Document document) {
    ByteBuf reply = begin(request, id);
    BsonEncoder.encodeDocument(document, reply);
    return end(reply);
  }

  /**
   * A reply with a batch.
   *
   * @param name of the batch: firstBatch or nextBatch
   */
  static ByteBuf of(MongoMessage request, int id, String namespace, String name, Batch batch) {
    ByteBuf reply = begin(request, id);
    int outer = open(reply);
    field(DOCUMENT, "cursor", reply);
    int cursor = open(reply);
    field(TEXT, "ns", reply);
    text(namespace, reply);
    field(ARRAY, name, reply);
    int array = open(reply);
    long cursorId = batch.appendTo(reply);
    close(reply, array);
    field(INT64, "id", reply);
    reply.writeLongLE(cursorId);
    close(reply, cursor);
    field(DOUBLE, "ok", reply);
    reply.writeDoubleLE(1);
    close(reply, outer);
    return end(reply);
  }

  static Document error(MongoServerException e) {
    Document error = new Document("ok", 0).append("errmsg", e.getMessageWithoutErrorCode());
    if (e instanceof MongoServerError known) {
      error.put("code", known.getCode());
      error.putIfNotNull("codeName", known.getCodeName());
    }
    return error;
  }

  private static ByteBuf begin(MongoMessage request, int id) {
    ByteBuf reply = Unpooled.buffer(FIRST_BYTES);
    reply.writeIntLE(0); // the length, known at the end
    reply.writeIntLE(id);
    reply.writeIntLE(request.getHeader().getRequestID());
    reply.writeIntLE(OpCode.OP_MSG.getId());
    reply.writeIntLE(0);
    reply.writeByte(MongoMessage.SECTION_KIND_BODY);
    return reply;
  }

  private static ByteBuf end(ByteBuf reply) {
    return reply.setIntLE(0, reply.writerIndex());
  }

  private static int open(ByteBuf reply) {
    int start = reply.writerIndex();
    reply.writeIntLE(0);
    return start;
  }

  private static void close(ByteBuf reply, int start) {
    reply.writeByte(0);
    reply.setIntLE(start, reply.writerIndex() - start);
  }

  /** A field without its value. */
  static void field(int type, String name, ByteBuf reply) {
    reply.writeByte(type);
    reply.writeCharSequence(name, StandardCharsets.UTF_8);
    reply.writeByte(0);
  }

  private static void text(String text, ByteBuf reply) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reply.writeIntLE(bytes.length + 1);
    reply.writeBytes(bytes);
    reply.writeByte(0);
  }
}
