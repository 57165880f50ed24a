package io.distributary.sinks.mongodb;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteError;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.distributary.sink.Outcome;
import io.distributary.sink.Projected;
import io.distributary.sink.SinkException;
import io.distributary.sink.SinkWriter;
import io.distributary.sink.WriteResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.RawBsonDocument;

/**
 * Writes batches, one bulk per collection: each document replaces an older version or is inserted.
 * Where a newer one is, the guard finds nothing and the insert meets the id that is there.
 */
final class MongoWriter implements SinkWriter<MongoDocument> {
  static final int DUPLICATE_KEY = 11000;
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final MongoSchema schema;

  MongoWriter(MongoSchema schema) {
    this.schema = schema;
  }

  @Override
  public WriteResult write(List<Projected<MongoDocument>> batch) throws SinkException {
    Map<String, List<Integer>> byType = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      byType.computeIfAbsent(batch.get(i).value().type(), type -> new ArrayList<>()).add(i);
    }
    Outcome[] outcomes = new Outcome[batch.size()];
    for (Map.Entry<String, List<Integer>> type : byType.entrySet()) {
      write(schema.preparedCollection(type.getKey()), batch, type.getValue(), outcomes);
    }
    return WriteResult.of(Arrays.asList(outcomes));
  }

  /**
   * What met an id goes once more: that id may have come from another first insert at the same
   * moment, of an older version. The second time it is a newer one, as writing deletes nothing.
   */
  private static void write(
      MongoCollection<RawBsonDocument> collection,
      List<Projected<MongoDocument>> batch,
      List<Integer> places,
      Outcome[] outcomes)
      throws SinkException {
    List<Integer> met = bulk(collection, batch, places, outcomes);
    if (!met.isEmpty()) {
      bulk(collection, batch, met, outcomes);
    }
  }

  /**
   * Puts in the outcomes of these places of the batch.
   *
   * @return the places whose id was there, now {@code STALE}
   */
  private static List<Integer> bulk(
      MongoCollection<RawBsonDocument> collection,
      List<Projected<MongoDocument>> batch,
      List<Integer> places,
      Outcome[] outcomes)
      throws SinkException {
    List<ReplaceOneModel<RawBsonDocument>> upserts =
        places.stream().map(place -> upsert(batch.get(place).value())).toList();
    places.forEach(place -> outcomes[place] = Outcome.APPLIED);
    List<Integer> met = new ArrayList<>();
    for (BulkWriteError error : errors(collection, upserts)) {
      int place = places.get(error.getIndex());
      if (error.getCode() == DUPLICATE_KEY) {
        outcomes[place] = Outcome.STALE;
        met.add(place);
      } else {
        outcomes[place] = MongoErrors.outcome(error.getCode());
      }
    }
    return met;
  }

  private static ReplaceOneModel<RawBsonDocument> upsert(MongoDocument document) {
    return new ReplaceOneModel<>(
        new BsonDocument(MongoDocument.ID, new BsonString(document.id()))
            .append(
                MongoDocument.VERSION, new BsonDocument("$lt", new BsonInt64(document.version()))),
        document.bson(),
        UPSERT);
  }

  /** The errors of single upserts; none is left out, as the bulk is unordered. */
  private static List<BulkWriteError> errors(
      MongoCollection<RawBsonDocument> collection, List<ReplaceOneModel<RawBsonDocument>> upserts)
      throws SinkException {
    return MongoErrors.call(
        () -> {
          try {
            collection.bulkWrite(upserts, UNORDERED);
            return List.of();
          } catch (MongoBulkWriteException e) {
            if (e.getWriteConcernError() != null) {
              throw e; // not durable: nothing of it counts
            }
            return e.getWriteErrors();
          }
        });
  }
}
