package io.distributary.sinks.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.cursor.TimeoutMode;
import com.mongodb.client.model.Filters;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;

/** Counts, scans and drops the collections of one revision. */
final class MongoMaintenance implements Maintenance {
  private final MongoSchema schema;
  private final Duration longestSilence;
  private final Clock clock;

  /**
   * @param longestSilence after which a scan is given up: its deadline may be days away
   */
  MongoMaintenance(MongoSchema schema, Duration longestSilence, Clock clock) {
    this.schema = schema;
    this.longestSilence = longestSilence;
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
    for (String type : schema.types(silence(context))) {
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
        schema
            .collection(type, silence(context))
            .find()
            .timeoutMode(TimeoutMode.ITERATION)
            .batchSize(MongoSchema.BATCH)
            .cursor()) {
      while (found.hasNext()) {
        if (!visitor.visit(new MongoDocument(type, found.next()).entry())) {
          return false;
        }
      }
      return true;
    } catch (MongoException e) {
      throw MongoErrors.of(e);
    }
  }

  private Duration silence(ReadContext context) {
    Duration left = context.remaining(clock);
    return left.compareTo(longestSilence) < 0 ? left : longestSilence;
  }

  @Override
  public Map<String, ViewEntry> find(Collection<String> names, ReadContext context)
      throws SinkException {
    Map<String, List<BsonValue>> ids = new TreeMap<>();
    for (String text : names) {
      MongoName.parse(text)
          .ifPresent(
              name -> ids.computeIfAbsent(name.type(), type -> new ArrayList<>()).add(name.id()));
    }
    Map<String, ViewEntry> entries = new HashMap<>();
    for (Map.Entry<String, List<BsonValue>> type : ids.entrySet()) {
      find(type.getKey(), type.getValue(), context)
          .forEach(entry -> entries.put(entry.name(), entry));
    }
    return entries;
  }

  private List<ViewEntry> find(String type, List<BsonValue> ids, ReadContext context)
      throws SinkException {
    return MongoErrors.call(
        () ->
            schema
                .collection(type, context.remaining(clock))
                .find(Filters.in(MongoDocument.ID, ids))
                .batchSize(MongoSchema.BATCH)
                .map(found -> new MongoDocument(type, found).entry())
                .into(new ArrayList<>()));
  }

  @Override
  public void drop() throws SinkException {
    schema.drop();
  }
}
