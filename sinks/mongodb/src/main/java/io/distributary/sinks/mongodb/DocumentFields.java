package io.distributary.sinks.mongodb;

import static io.distributary.sinks.mongodb.MongoDocument.DELETED;
import static io.distributary.sinks.mongodb.MongoDocument.DIGITS;
import static io.distributary.sinks.mongodb.MongoDocument.HASH;
import static io.distributary.sinks.mongodb.MongoDocument.ID;
import static io.distributary.sinks.mongodb.MongoDocument.KEY;
import static io.distributary.sinks.mongodb.MongoDocument.RESOURCE;
import static io.distributary.sinks.mongodb.MongoDocument.SOURCE;
import static io.distributary.sinks.mongodb.MongoDocument.UPDATED;
import static io.distributary.sinks.mongodb.MongoDocument.VERSION;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonSource;
import io.distributary.sink.ResourceHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.OptionalLong;
import org.bson.BsonType;
import org.bson.RawBsonDocument;

/**
 * The fields of a resource's document, found in one pass over it; the resource itself is passed by,
 * and only its place is kept. A field of another type than ours is as if it was not there.
 */
final class DocumentFields {
  private static final int NOWHERE = -1;

  private final BsonCursor cursor;
  private String id = "";
  private String key = "";
  private String source = "";
  private String digits = "";
  private OptionalLong version = OptionalLong.empty();
  private OptionalLong updated = OptionalLong.empty();
  private boolean deleted;
  private boolean isDeletedThere;
  private boolean isForeign;
  private int resource = NOWHERE;
  private int resourceBytes;

  DocumentFields(RawBsonDocument document) {
    cursor = new BsonCursor(document);
    cursor.enter();
    while (cursor.next()) {
      read(cursor.type());
    }
  }

  private void read(BsonType type) {
    boolean isText = type == BsonType.STRING;
    switch (cursor.name()) {
      case ID -> id = isText ? cursor.text() : skipped("");
      case KEY -> key = isText ? cursor.text() : skipped("");
      case SOURCE -> source = isText ? cursor.text() : skipped("");
      case DIGITS -> digits = isText ? cursor.text() : skipped("");
      case VERSION -> version = number(type == BsonType.INT64);
      case UPDATED -> updated = number(type == BsonType.DATE_TIME);
      case DELETED -> {
        isDeletedThere = type == BsonType.BOOLEAN;
        deleted = isDeletedThere ? cursor.bool() : skipped(false);
      }
      case RESOURCE -> {
        boolean isDocument = type == BsonType.DOCUMENT;
        resource = isDocument ? cursor.position() : NOWHERE;
        resourceBytes = isDocument ? cursor.length() : 0;
        cursor.skip();
      }
      case HASH -> cursor.skip();
      default -> {
        isForeign = true;
        cursor.skip();
      }
    }
  }

  private OptionalLong number(boolean sound) {
    return sound ? OptionalLong.of(cursor.int64()) : skipped(OptionalLong.empty());
  }

  private <T> T skipped(T instead) {
    cursor.skip();
    return instead;
  }

  /**
   * @param type the resource type, which the collection's name says
   * @throws RuntimeException when it cannot have been written by this sink
   */
  ResourceHead head(String type) {
    return ResourceHead.of(
        new ResourceId(type, id),
        ResourceId.parse(key),
        new Version(version.orElse(NOWHERE)),
        Instant.ofEpochMilli(updated.orElseThrow()),
        source,
        deleted);
  }

  /** Whether it has no other fields than ours, and says whether it is a tombstone. */
  boolean isOurs() {
    return isDeletedThere && !isForeign;
  }

  boolean hasResource() {
    return resource != NOWHERE;
  }

  /** The resource; its JSON is seldom longer than its BSON. */
  byte[] json() {
    ByteArrayOutputStream json = new ByteArrayOutputStream(resourceBytes);
    JsonSource source =
        out -> BsonJson.writeDocument(cursor.at(resource), new StoredDigits(digits), out);
    try {
      Json.write(source, json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.toByteArray();
  }
}
