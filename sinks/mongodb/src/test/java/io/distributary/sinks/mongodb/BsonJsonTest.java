package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.schemas.json.JsonNumber;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bson.BsonArray;
import org.bson.BsonDecimal128;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written straight from BSON, compared with trees of it. */
class BsonJsonTest {
  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "Grüße",
          "\u0001\t\n\"\\/\b\f\r\u007f",
          "\u2028",
          "\ud83d\ude00",
          "x".repeat(9_000));

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1.10",
          "1e5",
          "-0",
          "2147483648",
          "9223372036854775808",
          "-0.00",
          "1E-7",
          "0.0000000001",
          "12345678901234567890123456789012345",
          "0." + "0".repeat(997) + "1");

  @RepeatedTest(200)
  void aResourceComesBackByteForByte(RepetitionInfo repetition) throws Exception {
    // Given
    SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("resourceType", "Observation");
    tree.put("id", "o");
    tree.putAll(object(random, 0));
    Event event = Events.updated(Json.text(tree), 1);

    // When
    MongoDocument document = MongoProjection.INSTANCE.project(event).orElseThrow();

    // Then
    byte[] whole = Json.write(event.resource().tree());
    assertThat(document.stored().json()).isEqualTo(whole);
    assertThat(document.live().orElseThrow().json()).isEqualTo(whole);
    assertThat(Json.write(BsonTrees.tree(resource(document), digits(document)))).isEqualTo(whole);
    assertThat(document.stored().head()).isEqualTo(document.head());
  }

  @Test
  void whatOnlyOthersWriteIsWrittenAsTheDriverReadsIt() {
    // Given
    RawBsonDocument found =
        RawBsonDocument.parse(
            """
            {"a":{"$oid":"0123456789abcdef01234567"},"b":{"$date":{"$numberLong":"-99"}},
             "c":{"$binary":{"base64":"AQID","subType":"00"}},"d":{"$numberDouble":"NaN"},
             "d2":{"$binary":{"base64":"AwAAAAECAw==","subType":"02"}},
             "e":[{"$numberDouble":"-Infinity"},{"$numberDouble":"Infinity"},
                  {"$numberDecimal":"NaN"},{"$numberDecimal":"-0E+3"},{"$numberDecimal":"1E+3"}],
             "f":{"$regularExpression":{"pattern":"x","options":"i"}},"g":{"$minKey":1},
             "h":{"$timestamp":{"t":1,"i":2}},"i":{"$code":"x","$scope":{"a":1}},
             "j":{"$symbol":"s"},"k":{"$undefined":true},"l":{"$code":"y"},
             "m":{"$dbPointer":{"$ref":"r","$id":{"$oid":"0123456789abcdef01234567"}}},
             "n":{"":[[],{},[[{}]]]},"o":null,"ü":true}""");

    // When
    String row = Json.text(MongoDocument.row(found));

    // Then
    assertThat(row).isEqualTo(Json.text(BsonTrees.tree(found, new StoredDigits(""))));
  }

  @ParameterizedTest
  @CsvSource({
    "1E6144, 1.000000000000000000000000000000000E+6144",
    "-9.99E6000, -9.99E+6000",
    "1E35, 1E+35",
    "1E34, 10000000000000000000000000000000000",
    "1E-999, 1E-999",
    "1E-6176, 1E-6176"
  })
  void aComputedDecimalIsNotWrittenOut(String value, String text) {
    // Given
    RawBsonDocument found = raw("x", new BsonDecimal128(Decimal128.parse(value)));

    // When, Then
    assertThat(Json.text(MongoDocument.row(found))).isEqualTo("{\"x\":" + text + "}");
  }

  @Test
  void aRowIsWrittenNoFurtherThanItsStreamTakesIt() {
    // Given a document that is ten times as long as JSON
    BsonDecimal128 small = new BsonDecimal128(Decimal128.parse("1E-998"));
    RawBsonDocument found = raw("x", new BsonArray(Collections.nCopies(125_000, small)));
    Counting full = new Counting(1 << 20);

    // When, Then
    assertThatThrownBy(() -> Json.write(MongoDocument.row(found), full))
        .isInstanceOf(IOException.class)
        .hasMessage("full");
    assertThat(full.taken).isLessThan((1 << 20) + 16_000);
  }

  @Test
  void theDeepestDocumentNeedsNoStack() {
    // Given
    byte[] bson = nested(100_000);

    // When
    byte[] row = Json.write(MongoDocument.row(new RawBsonDocument(bson)));

    // Then
    assertThat(row).hasSize(100_000 * "{'':}".length() + "{}".length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0x1p0", "1d", "+1", "01", "1.", ".1e1", "1f", "\t1", "Infinity", "x"})
  void digitsThatSomebodyMadeUpAreNoJson(String digits) {
    // Given
    BsonDocument document = new BsonDocument("_digits", new BsonString(digits));
    document.append("x", new BsonDouble(1));

    // When, Then
    assertThat(Json.text(MongoDocument.row(raw(document)))).isEqualTo("{\"x\":1.0}");
  }

  @Test
  void digitsAreTakenOneByOneHoweverManyThereAre() {
    // Given
    StoredDigits digits =
        new StoredDigits("2 ".repeat(1_000_000) + "1" + "0".repeat(2_000) + " 1e0");

    // When, Then
    assertThat(digits.next(2)).isEqualTo("2");
    assertThat(digits.next(1)).isEqualTo("1e0");
    assertThat(digits.next(1)).isEqualTo("1.0");
  }

  private static byte[] nested(int levels) {
    ByteBuffer bson = ByteBuffer.allocate(5 + 7 * levels).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = levels; i >= 0; i--) {
      bson.putInt(5 + 7 * i);
      if (i > 0) {
        bson.put((byte) 3).put((byte) 0);
      }
    }
    return bson.array();
  }

  private static RawBsonDocument raw(String name, BsonValue value) {
    return raw(new BsonDocument(name, value));
  }

  private static RawBsonDocument raw(BsonDocument document) {
    return new RawBsonDocument(document, new BsonDocumentCodec());
  }

  private static RawBsonDocument resource(MongoDocument document) {
    return (RawBsonDocument) document.bson().getDocument("resource");
  }

  private static StoredDigits digits(MongoDocument document) {
    return new StoredDigits(document.bson().getString("_digits", new BsonString("")).getValue());
  }

  private static Map<String, @Nullable Object> object(SplittableRandom random, int depth) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      object.put("f" + i, value(random, depth + 1));
    }
    return object;
  }

  private static @Nullable Object value(SplittableRandom random, int depth) {
    return switch (random.nextInt(depth < 6 ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> TEXTS.get(random.nextInt(TEXTS.size()));
      case 3, 4 -> new JsonNumber(NUMBERS.get(random.nextInt(NUMBERS.size())));
      case 5 -> object(random, depth);
      default -> array(random, depth);
    };
  }

  private static List<@Nullable Object> array(SplittableRandom random, int depth) {
    List<@Nullable Object> array = new ArrayList<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      array.add(value(random, depth + 1));
    }
    return array;
  }

  /** Takes so many bytes and no more. */
  private static final class Counting extends OutputStream {
    private final long most;
    private long taken;

    Counting(long most) {
      this.most = most;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      taken += length;
      if (taken > most) {
        throw new IOException("full");
      }
    }
  }
}
