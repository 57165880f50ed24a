package io.distributary.sinks.mongodb;

import io.distributary.schemas.json.JsonNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.BsonBinaryReader;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** BSON as trees, by the driver's own reader: what {@link BsonJson} writes is compared with it. */
final class BsonTrees {
  private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0[.0]*(E.*)?");

  private BsonTrees() {}

  static Map<String, @Nullable Object> tree(RawBsonDocument document, StoredDigits digits) {
    return readDocument(new BsonBinaryReader(document.getByteBuffer().asNIO()), digits);
  }

  private static Map<String, @Nullable Object> readDocument(
      BsonReader reader, StoredDigits digits) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      fields.put(reader.readName(), read(reader, digits));
    }
    reader.readEndDocument();
    return fields;
  }

  private static List<@Nullable Object> readArray(BsonReader reader, StoredDigits digits) {
    List<@Nullable Object> items = new ArrayList<>();
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      items.add(read(reader, digits));
    }
    reader.readEndArray();
    return items;
  }

  private static @Nullable Object read(BsonReader reader, StoredDigits digits) {
    return switch (reader.getCurrentBsonType()) {
      case DOCUMENT -> readDocument(reader, digits);
      case ARRAY -> readArray(reader, digits);
      case STRING -> reader.readString();
      case INT32 -> new JsonNumber(Integer.toString(reader.readInt32()));
      case INT64 -> new JsonNumber(Long.toString(reader.readInt64()));
      case DECIMAL128 -> decimal(reader.readDecimal128());
      case DOUBLE -> floating(reader.readDouble(), digits);
      case BOOLEAN -> reader.readBoolean();
      case DATE_TIME -> Instant.ofEpochMilli(reader.readDateTime()).toString();
      case OBJECT_ID -> reader.readObjectId().toHexString();
      case BINARY -> HexFormat.of().formatHex(reader.readBinaryData().getData());
      default -> skipped(reader);
    };
  }

  private static Object decimal(Decimal128 value) {
    if (!value.isFinite()) {
      return value.toString();
    }
    String text = value.toString();
    boolean negativeZero = NEGATIVE_ZERO.matcher(text).matches(); // BigDecimal has none
    return new JsonNumber(negativeZero ? text : value.bigDecimalValue().toPlainString());
  }

  private static Object floating(double value, StoredDigits digits) {
    String text = digits.next(value);
    return text.startsWith("N") || text.endsWith("y") ? text : new JsonNumber(text);
  }

  private static @Nullable Object skipped(BsonReader reader) {
    reader.skipValue();
    return null;
  }
}
