package io.distributary.bench.limit;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import io.distributary.bench.stores.Addresses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonBinaryWriter;
import org.bson.BsonWriter;
import org.bson.RawBsonDocument;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;

/** A collection a type; unordered bulks of guarded upserts, majority and journaled. */
final class MongoLimit implements StoreWriter {
  private static final int DUPLICATE_KEY = 11000;
  private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
  private static final ReplaceOptions UPSERT = new ReplaceOptions().upsert(true);

  private final MongoClient client;
  private final MongoDatabase database;
  private final Map<String, MongoCollection<RawBsonDocument>> collections = new HashMap<>();

  MongoLimit(Addresses addresses, String namespace) {
    client =
        MongoClients.create(
            MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(addresses.mongodbUri()))
                .writeConcern(WriteConcern.MAJORITY.withJournal(true))
                .build());
    database = client.getDatabase(namespace);
  }

  @Override
  public void write(List<Incoming> batch) {
    Map<String, List<ReplaceOneModel<RawBsonDocument>>> byType = new LinkedHashMap<>();
    for (Incoming event : batch) {
      byType.computeIfAbsent(event.type(), type -> new ArrayList<>()).add(upsert(event));
    }
    byType.forEach(this::write);
  }

  private void write(String type, List<ReplaceOneModel<RawBsonDocument>> upserts) {
    try {
      collections.computeIfAbsent(type, this::collection).bulkWrite(upserts, UNORDERED);
    } catch (MongoBulkWriteException e) {
      boolean stale = e.getWriteErrors().stream().allMatch(one -> one.getCode() == DUPLICATE_KEY);
      if (!stale || e.getWriteConcernError() != null) {
        throw e;
      }
    }
  }

  private MongoCollection<RawBsonDocument> collection(String type) {
    MongoCollection<RawBsonDocument> collection =
        database.getCollection(type.toLowerCase(Locale.ROOT), RawBsonDocument.class);
    collection.createIndex(Indexes.ascending("key"));
    return collection;
  }

  private static ReplaceOneModel<RawBsonDocument> upsert(Incoming event) {
    return new ReplaceOneModel<>(
        Filters.and(Filters.eq("_id", event.id()), Filters.lt("version", event.version())),
        document(event),
        UPSERT);
  }

  private static RawBsonDocument document(Incoming event) {
    BasicOutputBuffer out = new BasicOutputBuffer(event.json().length + 512);
    try (BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
      writer.writeStartDocument();
      writer.writeString("_id", event.id());
      writer.writeString("key", event.key());
      writer.writeInt64("version", event.version());
      writer.writeString("source", event.source());
      writer.writeDateTime("updated", event.appended().toEpochMilli());
      writer.writeBoolean("deleted", false);
      writer.writeName("resource");
      write(writer, event.resource());
      writer.writeEndDocument();
    }
    return new RawBsonDocument(out.getInternalBuffer(), 0, out.getPosition());
  }

  private static void write(BsonWriter writer, JsonNode node) {
    switch (node.getNodeType()) {
      case OBJECT -> {
        writer.writeStartDocument();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
          writer.writeName(field.getKey());
          write(writer, field.getValue());
        }
        writer.writeEndDocument();
      }
      case ARRAY -> {
        writer.writeStartArray();
        node.forEach(item -> write(writer, item));
        writer.writeEndArray();
      }
      case STRING -> writer.writeString(node.textValue());
      case BOOLEAN -> writer.writeBoolean(node.booleanValue());
      case NUMBER -> writeNumber(writer, node);
      default -> writer.writeNull();
    }
  }

  private static void writeNumber(BsonWriter writer, JsonNode number) {
    if (number.isInt()) {
      writer.writeInt32(number.intValue());
    } else if (number.isLong()) {
      writer.writeInt64(number.longValue());
    } else {
      writer.writeDecimal128(new Decimal128(number.decimalValue()));
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
