package io.distributary.sinks.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.Visitor;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.RawBsonDocument;

/**
 * Reads documents of one collection by their ids. How large they are is asked first, so that their
 * memory is taken before they come: most are small, and few readers could hold the largest reply
 * that there may be.
 */
final class SizedRead {
  /** The driver holds a reply, and then its documents in buffers of their own. */
  private static final int COPIES = 2;

  /** Of documents that are fetched at once, or a single one that is larger. */
  private static final long MOST_BYTES = 512 << 10;

  private static final String SIZE = "size";

  private final MongoSchema schema;
  private final String type;
  private final ReadContext context;

  SizedRead(MongoSchema schema, String type, ReadContext context) {
    this.schema = schema;
    this.type = type;
    this.context = context;
  }

  private record Sized(String id, int bytes) {}

  /**
   * @return whether more is wanted
   */
  boolean visit(List<String> ids, Visitor<StoredResource> visitor) throws SinkException {
    context.requireWanted();
    List<String> group = new ArrayList<>();
    long bytes = 0;
    for (Sized document : sized(ids)) {
      if (!group.isEmpty() && bytes + document.bytes() > MOST_BYTES) {
        if (!visit(group, bytes, visitor)) {
          return false;
        }
        group.clear();
        bytes = 0;
      }
      group.add(document.id());
      bytes += document.bytes();
    }
    return group.isEmpty() || visit(group, bytes, visitor);
  }

  private MongoCollection<RawBsonDocument> collection() {
    return schema.collection(type, context.timeLeft());
  }

  private List<Sized> sized(List<String> ids) throws SinkException {
    return MongoErrors.call(
        () ->
            collection()
                .aggregate(
                    List.of(
                        Aggregates.match(Filters.in(MongoDocument.ID, ids)),
                        Aggregates.project(
                            Projections.computed(SIZE, new Document("$bsonSize", "$$ROOT")))))
                .map(found -> sized(found))
                .into(new ArrayList<>()));
  }

  private static Sized sized(RawBsonDocument found) {
    return new Sized(
        found.getString(MongoDocument.ID).getValue(), found.getNumber(SIZE).intValue());
  }

  private boolean visit(List<String> ids, long bytes, Visitor<StoredResource> visitor)
      throws SinkException {
    long held = COPIES * bytes;
    if (!context.reservation().grow(held)) {
      throw new BudgetExceededException();
    }
    try {
      for (RawBsonDocument found : fetched(ids)) {
        context.requireWanted();
        if (!visitor.visit(new MongoDocument(type, found).stored())) {
          return false;
        }
      }
      return true;
    } finally {
      context.reservation().shrink(held);
    }
  }

  private List<RawBsonDocument> fetched(List<String> ids) throws SinkException {
    return MongoErrors.call(
        () ->
            collection()
                .find(Filters.in(MongoDocument.ID, ids))
                .batchSize(ids.size())
                .into(new ArrayList<>()));
  }
}
