package io.distributary.sinks.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import io.distributary.schemas.Version;
import io.distributary.sink.Correction;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkRepair;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonInt64;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/**
 * Makes corrections, one operation each: it is done where the version is the one that was found.
 * Every write changes the version, so whoever wrote meanwhile is left alone.
 */
final class MongoRepair implements SinkRepair<MongoDocument> {
  /** What {@link MongoDocument#version} takes for a version. */
  private static final Bson HAS_VERSION =
      Filters.and(
          Filters.type(MongoDocument.VERSION, BsonType.INT64),
          Filters.gte(MongoDocument.VERSION, new BsonInt64(0)));

  private final MongoSchema schema;

  MongoRepair(MongoSchema schema) {
    this.schema = schema;
  }

  @Override
  public WriteResult repair(List<Correction<MongoDocument>> corrections) throws SinkException {
    List<Outcome> outcomes = new ArrayList<>(corrections.size());
    for (Correction<MongoDocument> correction : corrections) {
      Optional<MongoName> name = MongoName.parse(correction.name());
      // What has no name here is nowhere, as it should be.
      outcomes.add(name.isEmpty() ? Outcome.APPLIED : repair(name.get(), correction));
    }
    return WriteResult.of(outcomes);
  }

  private Outcome repair(MongoName name, Correction<MongoDocument> correction)
      throws SinkException {
    MongoCollection<RawBsonDocument> collection = schema.preparedCollection(name.type());
    Optional<RawBsonDocument> right =
        correction.right().stream().map(Projected::value).map(MongoDocument::bson).findFirst();
    Optional<Bson> found = correction.found().map(entry -> asFound(name, entry));
    return MongoErrors.outcomeOf(() -> isDone(collection, found, right));
  }

  private static boolean isDone(
      MongoCollection<RawBsonDocument> collection,
      Optional<Bson> found,
      Optional<RawBsonDocument> right) {
    if (right.isEmpty()) {
      return found.isEmpty() || collection.deleteOne(found.get()).getDeletedCount() > 0;
    }
    return found.isEmpty()
        ? isInserted(collection, right.get())
        : collection.replaceOne(found.get(), right.get()).getMatchedCount() > 0;
  }

  private static boolean isInserted(
      MongoCollection<RawBsonDocument> collection, RawBsonDocument right) {
    try {
      collection.insertOne(right);
      return true;
    } catch (MongoWriteException e) {
      if (e.getCode() == MongoWriter.DUPLICATE_KEY) {
        return false;
      }
      throw e;
    }
  }

  private static Bson asFound(MongoName name, ViewEntry found) {
    return Filters.and(
        name.filter(),
        found
            .version()
            .map(Version::value)
            .map(version -> Filters.eq(MongoDocument.VERSION, new BsonInt64(version)))
            .orElse(Filters.nor(HAS_VERSION)));
  }
}
