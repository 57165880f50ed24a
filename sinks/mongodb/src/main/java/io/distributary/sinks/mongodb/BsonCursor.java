package io.distributary.sinks.mongodb;

import io.distributary.schemas.json.JsonWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.bson.types.Decimal128;

/**
 * Goes over encoded BSON, one element after the other, and makes nothing of what it passes. The
 * driver has checked the bytes when it took them from the server's reply. After {@link #next} an
 * element's value is to be read by the method of its type, entered, or skipped.
 */
final class BsonCursor {
  private static final int LENGTH = Integer.BYTES;
  private static final int OBJECT_ID = 12;
  private static final byte OLD_BINARY = 2;

  private final ByteBuffer bson;
  private BsonType type = BsonType.DOCUMENT;
  private int name;

  /** Before a document, which is to be entered. */
  BsonCursor(RawBsonDocument document) {
    bson = document.getByteBuffer().asNIO().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Goes into the document or array that comes next. */
  void enter() {
    move(LENGTH);
  }

  /**
   * Goes to the next element of the document or array.
   *
   * @return whether there is one; if not, the cursor stands behind the document or array
   */
  boolean next() {
    type = BsonType.findByValue(bson.get());
    if (type == BsonType.END_OF_DOCUMENT) {
      return false;
    }
    name = bson.position();
    skipName();
    return true;
  }

  private void skipName() {
    while (bson.get() != 0) {
      // on to the name's end
    }
  }

  BsonType type() {
    return type;
  }

  /** Made anew at each call, from where the value has not been passed yet. */
  String name() {
    return text(name, bson.position() - 1 - name);
  }

  double float64() {
    return bson.getDouble();
  }

  int int32() {
    return bson.getInt();
  }

  /** Also of a date: milliseconds since 1970. */
  long int64() {
    return bson.getLong();
  }

  Decimal128 decimal128() {
    long low = bson.getLong();
    return Decimal128.fromIEEE754BIDEncoding(bson.getLong(), low);
  }

  boolean bool() {
    return bson.get() != 0;
  }

  String text() {
    int length = bson.getInt() - 1;
    String text = text(bson.position(), length);
    move(length + 1);
    return text;
  }

  /** Writes a text; most are ASCII and are copied as they are. */
  void textTo(JsonWriter out) throws IOException {
    int length = length() - 1;
    int start = bson.position() + LENGTH;
    if (isAscii(start, length)) {
      out.text(bson.array(), bson.arrayOffset() + start, length);
    } else {
      out.text(text(start, length));
    }
    move(LENGTH + length + 1);
  }

  private boolean isAscii(int start, int length) {
    for (int i = start; i < start + length; i++) {
      if (bson.get(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private String text(int start, int length) {
    return new String(bson.array(), bson.arrayOffset() + start, length, StandardCharsets.UTF_8);
  }

  byte[] objectId() {
    return bytes(OBJECT_ID);
  }

  byte[] binary() {
    int length = bson.getInt();
    if (bson.get() != OLD_BINARY) {
      return bytes(length);
    }
    return bytes(bson.getInt());
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    bson.get(bytes);
    return bytes;
  }

  /** How many bytes the document, array, text or binary has that comes next. */
  int length() {
    return bson.getInt(bson.position());
  }

  /** Where the value stands, for {@link #at}. */
  int position() {
    return bson.position();
  }

  /** Goes to a document whose place is known. */
  BsonCursor at(int position) {
    bson.position(position);
    return this;
  }

  /** Passes the value. */
  void skip() {
    switch (type) {
      case DOCUMENT, ARRAY, JAVASCRIPT_WITH_SCOPE -> move(length());
      case STRING, SYMBOL, JAVASCRIPT -> move(LENGTH + length());
      case BINARY -> move(LENGTH + 1 + length());
      case DB_POINTER -> move(LENGTH + length() + OBJECT_ID);
      case REGULAR_EXPRESSION -> {
        skipName();
        skipName();
      }
      case OBJECT_ID -> move(OBJECT_ID);
      case BOOLEAN -> move(1);
      case INT32 -> move(Integer.BYTES);
      case DOUBLE, INT64, DATE_TIME, TIMESTAMP -> move(Long.BYTES);
      case DECIMAL128 -> move(2 * Long.BYTES);
      case NULL, UNDEFINED, MIN_KEY, MAX_KEY, END_OF_DOCUMENT -> {}
    }
  }

  private void move(int bytes) {
    bson.position(bson.position() + bytes);
  }

  /** Where it stands only. */
  @Override
  public String toString() {
    return type + " before byte " + bson.position();
  }
}
