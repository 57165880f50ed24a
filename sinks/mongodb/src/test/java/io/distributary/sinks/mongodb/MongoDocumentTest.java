package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoDocumentTest {
  private static final String PATIENT = "{\"resourceType\":\"Patient\",\"id\":\"p\",\"a\":1e5}";

  @ParameterizedTest
  @MethodSource("alterations")
  void alteredContentHasAnotherHash(String field, BsonValue altered) {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    String hash = altered(written, field, altered).contentHash();

    // Then
    assertThat(hash).isNotEqualTo(written.contentHash());
  }

  static Stream<Arguments> alterations() {
    return Stream.of(
        Arguments.of("_id", new BsonString("q")),
        Arguments.of("key", new BsonString("Patient/q")),
        Arguments.of("source", new BsonString("urn:x")),
        Arguments.of("deleted", BsonBoolean.TRUE),
        Arguments.of("_digits", new BsonString("1E5")),
        Arguments.of("resource", BsonNull.VALUE),
        Arguments.of("resource", new BsonDocument()),
        Arguments.of("resource", new BsonString("x")));
  }

  @Test
  void theStoredHashIsNotBelieved() {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    MongoDocument altered = altered(written, "hash", new BsonString("0"));

    // Then
    assertThat(altered.contentHash()).isEqualTo(written.contentHash());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_id", "key", "version", "updated"})
  void aDocumentThatIsNoneOfOursIsNotReadAsAResource(String field) {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    MongoDocument foreign = altered(written, field, new BsonInt32(-4711));

    // Then
    assertThatThrownBy(foreign::stored)
        .hasMessageNotContaining("4711")
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP));
  }

  private static MongoDocument altered(MongoDocument written, String field, BsonValue value) {
    BsonDocument changed = written.bson().decode(new BsonDocumentCodec());
    changed.put(field, value);
    return new MongoDocument(written.type(), new RawBsonDocument(changed, new BsonDocumentCodec()));
  }
}
