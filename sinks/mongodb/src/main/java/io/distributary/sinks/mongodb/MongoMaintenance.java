package io.distributary.sinks.mongodb;

import com.mongodb.client.model.Filters;
import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import io.distributary.sink.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/** Counts, scans and drops the collections of one revision. */
final class MongoMaintenance implements Maintenance {
  private static final Bson ALL = Filters.empty();

  private final MongoSchema schema;
  private final MongoScan scan;

  MongoMaintenance(MongoSchema schema, MongoScan scan) {
    this.schema = schema;
    this.scan = scan;
  }

  @Override
  public long count(ReadContext context) throws SinkException {
    long live = 0;
    for (String type : schema.types(context.timeLeft())) {
      live +=
          MongoErrors.call(
              () -> schema.collection(type, context.timeLeft()).countDocuments(MongoDocument.LIVE));
    }
    return live;
  }

  @Override
  public void scan(ReadContext context, Visitor<ViewEntry> visitor) throws SinkException {
    for (String type : schema.types(scan.silence(context))) {
      if (!scan.scan(type, ALL, context, found -> visitor.visit(found.entry()))) {
        return;
      }
    }
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
                .collection(type, context.timeLeft())
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
