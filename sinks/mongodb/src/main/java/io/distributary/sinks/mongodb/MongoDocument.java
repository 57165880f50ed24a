package io.distributary.sinks.mongodb;

import com.mongodb.client.model.Filters;
import io.distributary.schemas.Version;
import io.distributary.schemas.json.JsonSource;
import io.distributary.schemas.json.JsonWriter;
import io.distributary.sink.ContentHash;
import io.distributary.sink.Failure;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.ViewEntry;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.bson.BsonNull;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * A resource's document, as the projection makes it and as it comes back: {@code _id key version
 * source updated deleted hash _digits resource}. A tombstone has no {@code resource}; {@code
 * _digits} stands only where {@link Digits} needs it.
 *
 * @param type the resource type, which the collection's name says
 * @param bson the encoded document; the head alone where a reader asked for no more
 */
record MongoDocument(String type, RawBsonDocument bson) {
  static final String ID = "_id";
  static final String KEY = "key";
  static final String VERSION = "version";
  static final String SOURCE = "source";
  static final String UPDATED = "updated";
  static final String DELETED = "deleted";
  static final String HASH = "hash";
  static final String DIGITS = "_digits";
  static final String RESOURCE = "resource";

  /** What is no tombstone. */
  static final Bson LIVE = Filters.eq(DELETED, false);

  private static final Set<BsonType> NUMBERS =
      Set.of(BsonType.INT32, BsonType.INT64, BsonType.DECIMAL128, BsonType.DOUBLE);

  private static final Failure FOREIGN =
      Failure.stop(
          "foreign-document",
          "The view's collection holds a document that was not written by this gateway.");

  String id() {
    return text(ID);
  }

  long version() {
    BsonValue value = bson.get(VERSION);
    return value != null && value.isInt64() ? value.asInt64().getValue() : -1;
  }

  /**
   * The fingerprint of what is stored, whatever the field {@code hash} says. Made of encoded BSON:
   * order of fields, types and digits count.
   */
  String contentHash() {
    byte[] resource = bson.get(RESOURCE) instanceof RawBsonDocument raw ? bytes(raw) : new byte[0];
    return contentHash(
        type + "/" + id(), text(KEY), text(SOURCE), deleted(), text(DIGITS), resource);
  }

  static String contentHash(
      String ref, String key, String source, boolean deleted, String digits, byte[] resource) {
    return new ContentHash()
        .add(ref)
        .add(key)
        .add(source)
        .add(deleted ? "deleted" : "live")
        .add(digits)
        .add(resource)
        .hex();
  }

  boolean deleted() {
    BsonValue value = bson.get(DELETED);
    return value != null && value.isBoolean() && value.asBoolean().getValue();
  }

  /**
   * @throws SinkException STOP, when the document is none of ours
   */
  ResourceHead head() throws SinkException {
    return head(new DocumentFields(bson));
  }

  private ResourceHead head(DocumentFields fields) throws SinkException {
    try {
      return fields.head(type);
    } catch (RuntimeException e) {
      throw FOREIGN.exception(e);
    }
  }

  /** What a scan says of it, whoever wrote it. */
  ViewEntry entry() {
    String name = new MongoName(type, bson.getOrDefault(ID, BsonNull.VALUE)).toString();
    Optional<Version> version =
        version() < 0 ? Optional.empty() : Optional.of(new Version(version()));
    return ownHead(new DocumentFields(bson)).isPresent()
        ? ViewEntry.of(name, version, deleted(), contentHash())
        : ViewEntry.unreadable(name, version);
  }

  /** Its head, if this sink can have written it so: what a reader needs, and nothing else. */
  private Optional<ResourceHead> ownHead(DocumentFields fields) {
    try {
      ResourceHead head = head(fields);
      return fields.isOurs() ? Optional.of(head) : Optional.empty();
    } catch (SinkException e) {
      return Optional.empty();
    }
  }

  StoredResource stored() throws SinkException {
    DocumentFields fields = new DocumentFields(bson);
    return StoredResource.of(head(fields), fields.hasResource() ? fields.json() : new byte[0]);
  }

  /** The resource; empty for a tombstone, and for what this sink cannot have written. */
  Optional<StoredResource> live() {
    DocumentFields fields = new DocumentFields(bson);
    return ownHead(fields)
        .filter(head -> !head.deleted() && fields.hasResource())
        .map(head -> StoredResource.of(head, fields.json()));
  }

  /**
   * A row of a query's answer, with the digits of its numbers where it is still known whose. It is
   * written straight from the reply: a tree would take ten times as much, and not be paid for.
   */
  static JsonSource row(RawBsonDocument found) {
    return out -> {
      StoredDigits digits = new StoredDigits(text(found, DIGITS));
      BsonCursor at = new BsonCursor(found);
      out.startObject();
      at.enter();
      while (at.next()) {
        String name = at.name();
        if (name.equals(DIGITS)) {
          at.skip();
        } else {
          out.name(name);
          writeRowsValue(name, at, digits, out);
        }
      }
      out.end();
    };
  }

  /** The version as text: as a number of 63 bits it would lose digits in a browser. */
  private static void writeRowsValue(
      String name, BsonCursor at, StoredDigits digits, JsonWriter out) throws IOException {
    if (name.equals(VERSION) && NUMBERS.contains(at.type())) {
      out.text(BsonJson.numberText(at, digits));
    } else {
      BsonJson.writeValue(at, digits, out);
    }
  }

  private static byte[] bytes(RawBsonDocument document) {
    byte[] bytes = new byte[document.getByteBuffer().remaining()];
    document.getByteBuffer().get(bytes);
    return bytes;
  }

  private String text(String name) {
    return text(bson, name);
  }

  /** Empty when the document has no text there. */
  private static String text(RawBsonDocument bson, String name) {
    BsonValue value = bson.get(name);
    return value != null && value.isString() ? value.asString().getValue() : "";
  }

  /** The type only. */
  @Override
  public String toString() {
    return type;
  }
}
