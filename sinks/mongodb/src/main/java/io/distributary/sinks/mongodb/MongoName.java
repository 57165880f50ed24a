package io.distributary.sinks.mongodb;

import com.mongodb.client.model.Filters;
import io.distributary.schemas.ResourceId;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * Where a document lies. Its text is {@code Type/id}; an {@code _id} that no resource has, perhaps
 * no text at all, stands there as extended JSON: {@code Patient/{"_id": {"$oid": …}}}. No two
 * documents have one name.
 *
 * @param type the resource type, which the collection's name says
 * @param id the {@code _id}
 */
record MongoName(String type, BsonValue id) {
  private static final JsonWriterSettings CANONICAL =
      JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

  /** Empty when no document can have this name. */
  static Optional<MongoName> parse(String name) {
    int slash = name.indexOf('/');
    if (slash < 0 || !ResourceId.isType(name.substring(0, slash))) {
      return Optional.empty();
    }
    String rest = name.substring(slash + 1);
    Optional<BsonValue> id =
        ResourceId.isId(rest) ? Optional.of(new BsonString(rest)) : foreign(rest);
    return id.map(value -> new MongoName(name.substring(0, slash), value));
  }

  private static Optional<BsonValue> foreign(String json) {
    try {
      return Optional.ofNullable(BsonDocument.parse(json).get(MongoDocument.ID));
    } catch (RuntimeException e) {
      return Optional.empty(); // the parser throws what its values' constructors throw, too
    }
  }

  boolean isResource() {
    return id.isString() && ResourceId.isId(id.asString().getValue());
  }

  Bson filter() {
    return Filters.eq(MongoDocument.ID, id);
  }

  /** The name. */
  @Override
  public String toString() {
    String text =
        isResource()
            ? id.asString().getValue()
            : new BsonDocument(MongoDocument.ID, id).toJson(CANONICAL);
    return type + "/" + text;
  }
}
