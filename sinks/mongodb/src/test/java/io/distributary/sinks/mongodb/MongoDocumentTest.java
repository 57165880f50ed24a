package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.schemas.Version;
import io.distributary.sink.Action;
import io.distributary.sink.SinkException;
import io.distributary.sink.ViewEntry;
import java.util.Optional;
import java.util.stream.Stream;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonObjectId;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.types.ObjectId;
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

  @ParameterizedTest
  @MethodSource("spoilt")
  void whatThisSinkCannotHaveWrittenIsUnreadableAndStillNamed(
      String field, BsonValue value, String name, Optional<Version> version) {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    MongoDocument spoilt = altered(written, field, value);

    // Then
    assertThat(spoilt.entry()).isEqualTo(ViewEntry.unreadable(name, version));
    assertThat(MongoName.parse(name)).map(MongoName::id).contains(spoilt.bson().get("_id"));
    assertThat(spoilt.live()).isEmpty();
  }

  static Stream<Arguments> spoilt() {
    Optional<Version> one = Optional.of(new Version(1));
    BsonObjectId oid = new BsonObjectId(new ObjectId("0123456789abcdef01234567"));
    return Stream.of(
        Arguments.of(
            "_id", oid, "Patient/{\"_id\": {\"$oid\": \"0123456789abcdef01234567\"}}", one),
        Arguments.of("_id", new BsonString("no id!"), "Patient/{\"_id\": \"no id!\"}", one),
        Arguments.of("_id", new BsonInt32(7), "Patient/{\"_id\": {\"$numberInt\": \"7\"}}", one),
        Arguments.of("_id", BsonBoolean.TRUE, "Patient/{\"_id\": true}", one),
        Arguments.of("version", new BsonString("1"), "Patient/p", Optional.empty()),
        Arguments.of("version", new BsonInt64(-1), "Patient/p", Optional.empty()),
        Arguments.of("key", new BsonString("nobody"), "Patient/p", one),
        Arguments.of("updated", new BsonInt32(1), "Patient/p", one),
        Arguments.of("deleted", BsonNull.VALUE, "Patient/p", one),
        Arguments.of("more", BsonBoolean.TRUE, "Patient/p", one));
  }

  @Test
  void aLiveResourceHasAContentAndIsNotDeleted() {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    MongoDocument deleted = altered(written, "deleted", BsonBoolean.TRUE);
    MongoDocument empty = altered(written, "resource", BsonNull.VALUE);

    // Then
    assertThat(written.live()).map(live -> live.head().version()).contains(new Version(1));
    assertThat(deleted.live()).isEmpty();
    assertThat(empty.live()).isEmpty();
  }

  @Test
  void whatWasWrittenIsAnEntryWithTheProjectionsHash() {
    // Given
    MongoDocument written = Events.projected(Events.updated(PATIENT, 1)).value();

    // When
    ViewEntry entry = written.entry();

    // Then
    assertThat(entry.name()).isEqualTo("Patient/p");
    assertThat(entry.is(new Version(1), written.contentHash())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "p",
        "/p",
        "patient/p",
        "Patient/",
        "Patient/a b",
        "Patient/{}",
        "Patient/{\"_id\": ",
        "Patient/{\"_id\": {\"$oid\": \"x\"}}"
      })
  void whatNamesNoDocumentIsNotLookedUp(String name) {
    // When, Then
    assertThat(MongoName.parse(name)).isEmpty();
  }

  private static MongoDocument altered(MongoDocument written, String field, BsonValue value) {
    BsonDocument changed = written.bson().decode(new BsonDocumentCodec());
    changed.put(field, value);
    return new MongoDocument(written.type(), new RawBsonDocument(changed, new BsonDocumentCodec()));
  }
}
