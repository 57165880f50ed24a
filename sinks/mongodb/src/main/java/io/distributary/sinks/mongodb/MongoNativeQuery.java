package io.distributary.sinks.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoIterable;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import io.distributary.sink.BudgetExceededException;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.NativeQuery;
import io.distributary.sink.QueryFields;
import io.distributary.sink.QueryResult;
import io.distributary.sink.ReadContext;
import io.distributary.sink.SinkException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.bson.RawBsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/**
 * Finds ({@code collection filter projection sort limit}) and aggregations ({@code collection
 * pipeline}) over the live documents of one resource type.
 */
final class MongoNativeQuery implements NativeQuery {
  private static final String[] FIND = {"collection", "filter", "projection", "sort", "limit"};
  private static final String[] AGGREGATE = {"collection", "pipeline"};
  private static final int LARGEST_LIMIT = 999_999_999;
  private static final int NAMES_SHOWN = 60;
  private static final Bson LIVE = Filters.eq(MongoDocument.DELETED, false);

  private final MongoSchema schema;

  MongoNativeQuery(MongoSchema schema) {
    this.schema = schema;
  }

  @Override
  public QueryResult query(Map<String, @Nullable Object> query, ReadContext context)
      throws SinkException {
    boolean pipeline = query.containsKey("pipeline");
    QueryFields fields = QueryFields.of(query, pipeline ? AGGREGATE : FIND);
    Bounded bounded = pipeline ? aggregate(fields, context) : find(fields, context);
    String type = type(fields, context);
    try {
      return rows(bounded.on(schema.collection(type, context.timeLeft())), context);
    } catch (MongoException e) {
      throw MongoErrors.ofQuery(e, pipeline ? "pipeline" : "sort");
    }
  }

  /** A checked query that still wants its collection. */
  private interface Bounded {
    MongoIterable<RawBsonDocument> on(MongoCollection<RawBsonDocument> collection);
  }

  /** One row more than the cap is asked for, so that it is known whether any is missing. */
  private static Bounded find(QueryFields query, ReadContext context) throws InvalidQueryException {
    Bson filter = Filters.and(LIVE, QueryGate.object("filter", query.get("filter")));
    Bson projection = QueryGate.object("projection", query.get("projection"));
    Bson sort = QueryGate.object("sort", query.get("sort"));
    int limit = Math.min(query.number("limit", 1, LARGEST_LIMIT, LARGEST_LIMIT), oneMore(context));
    return collection ->
        collection
            .find(filter)
            .projection(projection)
            .sort(sort)
            .limit(limit)
            .batchSize(MongoSchema.BATCH);
  }

  private static Bounded aggregate(QueryFields query, ReadContext context)
      throws InvalidQueryException {
    List<Bson> stages = new ArrayList<>();
    stages.add(Aggregates.match(LIVE));
    stages.addAll(QueryGate.pipeline("pipeline", query.get("pipeline")));
    stages.add(Aggregates.limit(oneMore(context)));
    return collection ->
        collection.aggregate(stages).allowDiskUse(false).batchSize(MongoSchema.BATCH);
  }

  private static QueryResult rows(MongoIterable<RawBsonDocument> found, ReadContext context)
      throws SinkException {
    QueryResult.Rows rows = new QueryResult.Rows(context);
    try {
      MongoReplies.visit(
          found, context.reservation(), document -> rows.add(MongoDocument.row(document)));
    } catch (BudgetExceededException e) {
      if (rows.bytes() == 0) {
        throw e;
      }
      rows.cut(QueryResult.Cap.BUDGET);
    }
    return rows.result();
  }

  private static int oneMore(ReadContext context) {
    return Math.min(context.maxRows(), Integer.MAX_VALUE - 1) + 1;
  }

  private String type(QueryFields query, ReadContext context) throws SinkException {
    if (!(query.get("collection") instanceof String type)) {
      throw new InvalidQueryException("collection is required: a resource type, as \"Patient\".");
    }
    if (!schema.knows(type, context.timeLeft())) {
      throw new InvalidQueryException("Unknown collection '" + type + "'. " + known(context));
    }
    return type;
  }

  private String known(ReadContext context) throws SinkException {
    SortedSet<String> types = schema.types(context.timeLeft());
    return types.size() > NAMES_SHOWN
        ? "It is a resource type, as \"Patient\"."
        : "Known: " + String.join(", ", types) + ".";
  }

  @Override
  public String example() {
    return """
        {"collection":"Patient","filter":{},"projection":{"resource.name":1,"resource.birthDate":1},\
        "sort":{"resource.birthDate":1},"limit":10}""";
  }
}
