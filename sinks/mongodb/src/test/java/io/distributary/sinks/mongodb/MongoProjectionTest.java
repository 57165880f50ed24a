package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.schemas.event.Change;
import io.distributary.schemas.event.Event;
import io.distributary.schemas.json.Json;
import io.distributary.sink.SinkException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.bson.BsonType;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoProjectionTest {
  private static final int LARGEST_BSON = 16 << 20;

  @ParameterizedTest
  @CsvSource({
    "0, INT32",
    "-1, INT32",
    "2147483647, INT32",
    "2147483648, INT64",
    "-9223372036854775808, INT64",
    "9223372036854775808, DECIMAL128",
    "1.10, DECIMAL128",
    "0.00, DECIMAL128",
    "-0.5, DECIMAL128",
    "0.0000000001, DECIMAL128",
    "1234567890123456789012345678901234, DECIMAL128",
    "12345678901234567890123456789012345, DOUBLE",
    "0.12345678901234567890123456789012345, DOUBLE",
    "-0, DOUBLE",
    "-0.0, DOUBLE",
    "1e5, DOUBLE",
    "1.50E+03, DOUBLE",
    "1e400, DOUBLE",
    "-1e400, DOUBLE",
    "1e-400, DOUBLE",
    "1e999999999, DOUBLE"
  })
  void everyNumberComesBackDigitForDigit(String number, BsonType type) throws SinkException {
    // Given
    String json = observation("\"value\":" + number);

    // When
    MongoDocument document = project(Events.updated(json, 1));

    // Then
    assertThat(document.bson().getDocument("resource").get("value").getBsonType()).isEqualTo(type);
    assertThat(stored(document)).isEqualTo(json);
  }

  @Test
  void oddNumbersBetweenOrdinaryOnesKeepTheirPlaces() throws SinkException {
    // Given
    String json = observation("\"a\":[1e5,1.0,-0,{\"b\":100000,\"c\":1E5}],\"d\":1.0e5,\"e\":2");

    // When
    MongoDocument document = project(Events.updated(json, 1));

    // Then
    assertThat(stored(document)).isEqualTo(json);
    assertThat(document.bson().getString("_digits").getValue()).isEqualTo("1e5 -0 1E5 1.0e5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"z\":1,\"a\":{},\"m\":[],\"n\":null,\"t\":true",
        "\"text\":\"\\u00e9\\ud83d\\ude00 \\\"quoted\\\" \\n\"",
        "\"_birthDate\":{\"extension\":[{\"url\":\"u\"}]},\"given\":[null,\"A\"]"
      })
  void elementsComeBackInTheirOrder(String elements) throws SinkException {
    // Given
    Event event = Events.updated(observation(elements), 1);

    // When
    MongoDocument document = project(event);

    // Then
    assertThat(stored(document)).isEqualTo(Json.text(event.resource().tree()));
  }

  @Test
  void tombstoneKeepsItsHeadAndDropsTheBody() throws SinkException {
    // Given
    Event event = Events.deleted("Patient/a.b", 7);

    // When
    MongoDocument document = project(event);

    // Then
    assertThat(document.bson().keySet())
        .containsExactly("_id", "key", "version", "source", "updated", "deleted", "hash");
    assertThat(document.head().deleted()).isTrue();
    assertThat(document.head().version()).isEqualTo(event.version());
    assertThat(document.head().appended()).isEqualTo(Events.APPENDED);
  }

  @Test
  void sameContentHasTheSameHashWhateverItsVersion() {
    // Given
    String json = observation("\"value\":1.10");

    // When
    String first = hash(Events.updated(json, 1));
    String second = hash(Events.updated(json, 2));

    // Then
    assertThat(first).matches("[0-9a-f]{64}").isEqualTo(second);
  }

  @ParameterizedTest
  @MethodSource("others")
  void otherContentHasAnotherHash(Event other) {
    // Given
    Event event = Events.updated(observation("\"a\":1.1,\"b\":1e5"), 1);

    // When
    String hash = hash(other);

    // Then
    assertThat(hash).isNotEqualTo(hash(event));
  }

  static Stream<Event> others() {
    Event same = Events.updated(observation("\"a\":1.1,\"b\":1e5"), 1);
    return Stream.of(
        Events.updated(observation("\"a\":1.10,\"b\":1e5"), 1),
        Events.updated(observation("\"a\":1.1,\"b\":1E5"), 1),
        Events.updated(observation("\"b\":1e5,\"a\":1.1"), 1),
        Events.deleted("Observation/o", 1),
        new Event(
            Change.UPDATED,
            Events.deleted("Patient/p", 1).id(),
            same.version(),
            same.appended(),
            same.source(),
            same.resource()),
        new Event(
            Change.UPDATED, same.key(), same.version(), same.appended(), "urn:b", same.resource()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "1e5", "\"\"", "{}", "[]", "1000"})
  void theLargestResourceStaysBelowTheLargestDocument(String value) {
    // Given
    List<String> many = Collections.nCopies(399_990, value);
    String values = observation("\"a\":[" + String.join(",", many) + "]");
    String filler = "x".repeat((4 << 20) - values.length() - 8);
    String json = values.substring(0, values.length() - 1) + ",\"f\":\"" + filler + "\"}";
    assertThat(json.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan((4 << 20) - 8);

    // When
    MongoDocument document = project(Events.updated(json, 1));

    // Then
    assertThat(document.bson().getByteBuffer().remaining()).isLessThan(LARGEST_BSON);
  }

  @Test
  void alteredDigitsAreNoCrash() throws SinkException {
    // Given
    RawBsonDocument altered =
        RawBsonDocument.parse(
            """
            {"_id":"o","key":"Patient/p","version":{"$numberLong":"1"},"source":"s",
             "updated":{"$date":"2026-11-21T09:30:00Z"},"deleted":false,"hash":"","_digits":"x",
             "resource":{"a":{"$numberDouble":"1.5"}}}""");

    // When
    String json = stored(new MongoDocument("Observation", altered));

    // Then
    assertThat(json).isEqualTo("{\"a\":1.5}");
  }

  private static String observation(String elements) {
    return "{\"resourceType\":\"Observation\",\"id\":\"o\"," + elements + "}";
  }

  private static MongoDocument project(Event event) {
    return MongoProjection.INSTANCE.project(event).orElseThrow();
  }

  private static String hash(Event event) {
    return MongoProjection.INSTANCE.hash(project(event));
  }

  private static String stored(MongoDocument document) throws SinkException {
    return new String(document.stored().json(), StandardCharsets.UTF_8);
  }
}
