package io.distributary.sinks.mongodb;

import io.distributary.schemas.json.JsonNumber;
import io.distributary.schemas.json.JsonWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDecimal128;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNumber;
import org.bson.BsonWriter;
import org.bson.io.BasicOutputBuffer;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;

/** JSON trees as BSON and back, digit for digit. */
final class BsonJson {
  private static final int DECIMAL128_DIGITS = 34;
  private static final int INT64_BITS = 63;

  /** Behind the point, of a number that is not longer than any JSON that is read. */
  private static final int MOST_PLACES = 998;

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

  /**
   * Writes the document at the cursor as JSON, value by value; what JSON has no type for becomes
   * text. No tree is made, and no depth of a document is one of the stack.
   *
   * @throws IOException what the stream behind the writer has thrown
   */
  static void writeDocument(BsonCursor at, StoredDigits digits, JsonWriter out) throws IOException {
    out.startObject();
    at.enter();
    writeRest(at, digits, out);
  }

  /** Writes the value of the cursor's element. */
  static void writeValue(BsonCursor at, StoredDigits digits, JsonWriter out) throws IOException {
    if (isStarted(at, digits, out)) {
      writeRest(at, digits, out);
    }
  }

  /** To the end of the object or array that was started last. */
  private static void writeRest(BsonCursor at, StoredDigits digits, JsonWriter out)
      throws IOException {
    for (int open = 1; open > 0; ) {
      if (!at.next()) {
        out.end();
        open--;
      } else {
        if (!out.isInArray()) {
          out.name(at.name());
        }
        open += isStarted(at, digits, out) ? 1 : 0;
      }
    }
  }

  /** Writes a value, of an object or array the beginning: whether it was one. */
  private static boolean isStarted(BsonCursor at, StoredDigits digits, JsonWriter out)
      throws IOException {
    switch (at.type()) {
      case DOCUMENT -> {
        at.enter();
        out.startObject();
        return true;
      }
      case ARRAY -> {
        at.enter();
        out.startArray();
        return true;
      }
      case STRING -> at.textTo(out);
      case BOOLEAN -> out.bool(at.bool());
      case INT32, INT64, DECIMAL128, DOUBLE -> writeNumber(at, digits, out);
      case DATE_TIME -> out.text(Instant.ofEpochMilli(at.int64()).toString());
      case OBJECT_ID -> out.text(HexFormat.of().formatHex(at.objectId()));
      case BINARY -> out.text(HexFormat.of().formatHex(at.binary()));
      default -> { // neither we nor the allowed operators make other types
        at.skip();
        out.nothing();
      }
    }
    return false;
  }

  private static void writeNumber(BsonCursor at, StoredDigits digits, JsonWriter out)
      throws IOException {
    String text = numberText(at, digits);
    char last = text.charAt(text.length() - 1);
    if (last >= '0' && last <= '9') {
      out.number(text);
    } else {
      out.text(text); // NaN, Infinity and -Infinity
    }
  }

  /** The text of the number at the cursor. */
  static String numberText(BsonCursor at, StoredDigits digits) {
    return switch (at.type()) {
      case INT32 -> Integer.toString(at.int32());
      case INT64 -> Long.toString(at.int64());
      case DECIMAL128 -> decimal(at.decimal128());
      default -> digits.next(at.float64());
    };
  }

  /**
   * All digits, as a number that we stored had them: none has an exponent, nor more than 998 places
   * behind the point, as none is longer than 1,000 letters. Computed ones may be 6,145 digits long,
   * made of 16 bytes; beyond 34 zeros they are written with an exponent.
   */
  private static String decimal(Decimal128 value) {
    String text = value.toString();
    if (!value.isFinite() || NEGATIVE_ZERO.matcher(text).matches()) { // BigDecimal has none
      return text;
    }
    BigDecimal digits = value.bigDecimalValue();
    boolean plain = digits.scale() <= MOST_PLACES && digits.scale() >= -DECIMAL128_DIGITS;
    return plain ? digits.toPlainString() : text;
  }
}
