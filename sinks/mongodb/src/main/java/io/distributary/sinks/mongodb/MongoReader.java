package io.distributary.sinks.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import io.distributary.schemas.ResourceId;
import io.distributary.sink.ReadContext;
import io.distributary.sink.ResourceHead;
import io.distributary.sink.ResourceReader;
import io.distributary.sink.SinkException;
import io.distributary.sink.StoredResource;
import io.distributary.sink.TypeReader;
import io.distributary.sink.Visitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;

/** Reads resources by their ids and by their types. */
final class MongoReader implements ResourceReader, TypeReader {
  private static final Bson HEAD =
      Projections.exclude(MongoDocument.RESOURCE, MongoDocument.DIGITS);

  private final MongoSchema schema;
  private final MongoScan scan;

  MongoReader(MongoSchema schema, MongoScan scan) {
    this.schema = schema;
    this.scan = scan;
  }

  @Override
  public Optional<StoredResource> read(ResourceId id, ReadContext context) throws SinkException {
    Optional<RawBsonDocument> found =
        MongoErrors.call(
            () ->
                Optional.ofNullable(
                    schema
                        .collection(id.type(), context.timeLeft())
                        .find(Filters.eq(MongoDocument.ID, id.id()))
                        .first()));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new MongoDocument(id.type(), found.get()).stored());
  }

  @Override
  public void readAll(
      Collection<ResourceId> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    for (Map.Entry<String, List<String>> type : byType(ids).entrySet()) {
      context.requireWanted();
      boolean more =
          context.reservation().growNow(MongoReplies.FOR_THE_LARGEST)
              ? together(type.getKey(), type.getValue(), context, visitor)
              : oneByOne(type.getKey(), type.getValue(), context, visitor);
      if (!more) {
        return;
      }
    }
  }

  /** By one query, for whose largest reply the memory is taken. */
  private boolean together(
      String type, List<String> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    try {
      return MongoReplies.visitTaken(
          schema
              .collection(type, context.timeLeft())
              .find(Filters.in(MongoDocument.ID, ids))
              .batchSize(MongoSchema.BATCH),
          context.reservation(),
          found -> {
            context.requireWanted();
            return visitor.visit(new MongoDocument(type, found).stored());
          });
    } catch (MongoException e) {
      throw MongoErrors.of(e);
    }
  }

  /** While others hold the memory: each is small beside the largest reply. */
  private boolean oneByOne(
      String type, List<String> ids, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    for (String id : ids) {
      context.requireWanted();
      Optional<StoredResource> found = read(new ResourceId(type, id), context);
      if (found.isPresent() && !visitor.visit(found.get())) {
        return false;
      }
    }
    return true;
  }

  private static Map<String, List<String>> byType(Collection<ResourceId> ids) {
    Map<String, List<String>> byType = new TreeMap<>();
    ids.forEach(id -> byType.computeIfAbsent(id.type(), type -> new ArrayList<>()).add(id.id()));
    return byType;
  }

  @Override
  public Map<ResourceId, ResourceHead> heads(Collection<ResourceId> ids, ReadContext context)
      throws SinkException {
    Map<ResourceId, ResourceHead> heads = new HashMap<>();
    for (Map.Entry<String, List<String>> type : byType(ids).entrySet()) {
      for (RawBsonDocument found : headsOf(type.getKey(), type.getValue(), context)) {
        ResourceHead head = new MongoDocument(type.getKey(), found).head();
        heads.put(head.id(), head);
      }
    }
    return heads;
  }

  @Override
  public void type(String type, ReadContext context, Visitor<StoredResource> visitor)
      throws SinkException {
    scan.scan(
        type,
        MongoDocument.LIVE,
        context,
        found -> {
          Optional<StoredResource> live = found.live();
          return live.isEmpty() || visitor.visit(live.get());
        });
  }

  private List<RawBsonDocument> headsOf(String type, List<String> ids, ReadContext context)
      throws SinkException {
    return MongoErrors.call(
        () ->
            schema
                .collection(type, context.timeLeft())
                .find(Filters.in(MongoDocument.ID, ids))
                .projection(HEAD)
                .into(new ArrayList<>()));
  }
}
