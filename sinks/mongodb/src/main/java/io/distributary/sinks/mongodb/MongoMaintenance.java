package io.distributary.sinks.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import io.distributary.schemas.Version;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.time.Clock;
import org.bson.RawBsonDocument;

/** Counts, scans and drops the collections of one revision. */
final class MongoMaintenance implements Maintenance {
  private final MongoSchema schema;
  private final Clock clock;

  MongoMaintenance(MongoSchema schema, Clock clock) {
    this.schema = schema;
    this.clock = clock;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    long live = 0;
    for (String type : schema.types(context.remaining(clock))) {
      live +=
          MongoErrors.call(
              () ->
                  schema
                      .collection(type, context.remaining(clock))
                      .countDocuments(Filters.eq(MongoDocument.DELETED, false)));
    }
    return live;
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    for (String type : schema.types(context.remaining(clock))) {
      if (!scan(type, context, visitor)) {
        return;
      }
    }
  }

  /**
   * @return whether more is wanted
   */
  private boolean scan(String type, ReadContext context, Visitor<ViewEntry> visitor)
      throws SinkException {
    try (MongoCursor<RawBsonDocument> found =
        schema.collection(type, context.remaining(clock)).find().cursor()) {
      while (found.hasNext()) {
        if (!visitor.visit(entry(new MongoDocument(type, found.next())))) {
          return false;
        }
      }
      return true;
    } catch (MongoException e) {
      throw MongoErrors.of(e);
    }
  }

  /** A version that is none is 0: no event has it, so that the difference is seen. */
  private static ViewEntry entry(MongoDocument document) throws SinkException {
    return new ViewEntry(
        document.resourceId(),
        new Version(Math.max(0, document.version())),
        document.deleted(),
        document.contentHash());
  }

  @Override
  public void drop() throws SinkException {
    schema.drop();
  }
}
