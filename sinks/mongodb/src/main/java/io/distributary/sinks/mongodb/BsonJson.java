package io.distributary.sinks.mongodb;

import io.distributary.schemas.json.JsonNumber;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonReader;
import org.bson.BsonType;
import org.bson.BsonWriter;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** JSON trees as BSON and back, digit for digit. */
final class BsonJson {
  private static final int DECIMAL128_DIGITS = 34;
  private static final int INT64_BITS = 63;

  /** That many digits may be too much. */
  private static final int DIGITS_OF_INT32 = 10;

  private static final Pattern NEGATIVE_ZERO = Pattern.compile("-0[.0]*(E.*)?");

  private BsonJson() {}

  /**
   * @param digits takes the texts that BSON cannot keep
   */
  static byte[] encode(Map<String, @Nullable Object> tree, Digits digits) {
    try (BasicOutputBuffer out = new BasicOutputBuffer(4096);
        BsonBinaryWriter writer = new BsonBinaryWriter(out)) {
      write(writer, tree, digits);
      return out.toByteArray();
    }
  }

  private static void write(BsonWriter writer, @Nullable Object value, Digits digits) {
    if (value == null) {
      writer.writeNull();
    } else if (value instanceof String text) {
      writer.writeString(text);
    } else if (value instanceof Map<?, ?> map) {
      writeDocument(writer, map, digits);
    } else if (value instanceof List<?> list) {
      writer.writeStartArray();
      list.forEach(item -> write(writer, item, digits));
      writer.writeEndArray();
    } else if (value instanceof JsonNumber number) {
      writeNumber(writer, number, digits);
    } else {
      writer.writeBoolean((Boolean) value);
    }
  }

  private static void writeDocument(BsonWriter writer, Map<?, ?> map, Digits digits) {
    writer.writeStartDocument();
    for (Map.Entry<?, ?> field : map.entrySet()) {
      writer.writeName((String) field.getKey());
      write(writer, field.getValue(), digits);
    }
    writer.writeEndDocument();
  }

  private static void writeNumber(BsonWriter writer, JsonNumber number, Digits digits) {
    BsonNumber bson = number(number);
    switch (bson.getBsonType()) {
      case INT32 -> writer.writeInt32(bson.intValue());
      case INT64 -> writer.writeInt64(bson.longValue());
      case DECIMAL128 -> writer.writeDecimal128(bson.decimal128Value());
      default -> {
        digits.add(number.toString());
        writer.writeDouble(bson.doubleValue());
      }
    }
  }

  /** The smallest exact type, or a double where no type gives the same digits back. */
  static BsonNumber number(JsonNumber number) {
    String text = number.toString();
    if (text.length() < DIGITS_OF_INT32 && text.charAt(0) != '-' && number.isInteger()) {
      return new BsonInt32(Integer.parseInt(text));
    }
    boolean exponent = text.indexOf('e') >= 0 || text.indexOf('E') >= 0;
    BigDecimal value = exponent ? BigDecimal.ZERO : number.decimal();
    boolean negativeZero = value.signum() == 0 && text.startsWith("-");
    if (exponent || negativeZero || value.precision() > DECIMAL128_DIGITS) {
      return new BsonDouble(number.doubleValue());
    }
    if (number.isInteger() && value.unscaledValue().bitLength() <= INT64_BITS) {
      long whole = value.longValueExact();
      return (int) whole == whole ? new BsonInt32((int) whole) : new BsonInt64(whole);
    }
    return new BsonDecimal128(new Decimal128(value));
  }

  static BsonReader reader(ByteBuffer bson) {
    return new BsonBinaryReader(bson);
  }

  /** The document at the reader, as a JSON tree; what JSON has no type for becomes text. */
  static Map<String, @Nullable Object> readDocument(BsonReader reader, Digits digits) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    reader.readStartDocument();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      fields.put(reader.readName(), read(reader, digits));
    }
    reader.readEndDocument();
    return fields;
  }

  private static List<@Nullable Object> readArray(BsonReader reader, Digits digits) {
    List<@Nullable Object> items = new ArrayList<>();
    reader.readStartArray();
    while (reader.readBsonType() != BsonType.END_OF_DOCUMENT) {
      items.add(read(reader, digits));
    }
    reader.readEndArray();
    return items;
  }

  /** The value whose type the reader has just read. */
  static @Nullable Object read(BsonReader reader, Digits digits) {
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

  private static Object floating(double value, Digits digits) {
    String text = digits.next(value);
    return text.startsWith("N") || text.endsWith("y") ? text : new JsonNumber(text);
  }

  /** Neither we nor the allowed operators make other types. */
  private static @Nullable Object skipped(BsonReader reader) {
    reader.skipValue();
    return null;
  }
}
