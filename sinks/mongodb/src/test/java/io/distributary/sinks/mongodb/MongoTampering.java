package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.tck.SinkFixture;
import java.util.function.Predicate;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;

/**
 * Somebody with a plain client.
 *
 * @param uri of the server
 */
record MongoTampering(String uri) implements SinkFixture.Tampering {
  @Override
  public void alter(String namespace, ResourceId id) {
    update(namespace, id, Updates.set("resource.language", "altered"));
  }

  @Override
  public boolean remove(String namespace, ResourceId id) {
    return on(
        namespace,
        id.type(),
        collection -> collection.deleteOne(Filters.eq(id.id())).getDeletedCount() == 1);
  }

  @Override
  public boolean add(String namespace, ResourceId copied, String name) {
    return on(
        namespace,
        copied.type(),
        collection -> {
          BsonDocument copy = collection.find(Filters.eq(copied.id())).first();
          copy.put("_id", new BsonString(name.substring(name.indexOf('/') + 1)));
          return collection.insertOne(copy).wasAcknowledged();
        });
  }

  @Override
  public boolean raise(String namespace, ResourceId id, Version version) {
    return update(namespace, id, Updates.set("version", version.value()));
  }

  @Override
  public boolean spoil(String namespace, ResourceId id) {
    return update(namespace, id, Updates.set("version", "spoilt"));
  }

  private boolean update(String namespace, ResourceId id, Bson update) {
    return on(
        namespace,
        id.type(),
        collection -> collection.updateOne(Filters.eq(id.id()), update).getModifiedCount() == 1);
  }

  private boolean on(
      String namespace, String type, Predicate<MongoCollection<BsonDocument>> operation) {
    try (MongoClient client = MongoClients.create(uri)) {
      var database = client.getDatabase(namespace);
      String name = new MongoSchema(database, "_r1").physicalName(type);
      return operation.test(database.getCollection(name, BsonDocument.class));
    }
  }
}
