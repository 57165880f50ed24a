package io.distributary.sinks.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoCredential;
import com.mongodb.MongoCursorNotFoundException;
import com.mongodb.MongoException;
import com.mongodb.MongoExecutionTimeoutException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoOperationTimeoutException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoSocketOpenException;
import com.mongodb.MongoSocketReadTimeoutException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.ServerAddress;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.bulk.WriteConcernError;
import com.mongodb.connection.ClusterConnectionMode;
import com.mongodb.connection.ClusterDescription;
import com.mongodb.connection.ClusterType;
import io.distributary.sink.Action;
import io.distributary.sink.InvalidQueryException;
import io.distributary.sink.Outcome;
import io.distributary.sink.SinkException;
import java.net.ConnectException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MongoErrorsTest {
  private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 27017);
  private static final MongoCredential USER =
      MongoCredential.createCredential("u", "admin", "p".toCharArray());

  @ParameterizedTest
  @MethodSource("exceptions")
  void everyExceptionSaysWhatToDo(MongoException e, Action action, String reason) {
    // When
    SinkException said = MongoErrors.of(e);

    // Then
    assertThat(said.action()).isEqualTo(action);
    assertThat(said.reason().code()).isEqualTo(reason);
    assertThat(said).hasMessageNotContaining("canary");
  }

  static Stream<Arguments> exceptions() {
    MongoException refused = new MongoSocketOpenException("canary", SERVER, new ConnectException());
    return Stream.of(
        Arguments.of(refused, Action.RETRY, "store-unreachable"),
        Arguments.of(new MongoTimeoutException("canary"), Action.RETRY, "store-unreachable"),
        Arguments.of(
            new MongoSocketReadTimeoutException("canary", SERVER, new Exception()),
            Action.RETRY,
            "store-unreachable"),
        Arguments.of(new MongoOperationTimeoutException("canary"), Action.RETRY, "store-timed-out"),
        Arguments.of(
            new MongoExecutionTimeoutException(50, "canary"), Action.RETRY, "store-timed-out"),
        Arguments.of(
            new MongoSecurityException(USER, "canary", refused), Action.RETRY, "store-unreachable"),
        Arguments.of(
            new MongoSecurityException(USER, "canary", command(18)), Action.STOP, "store-denied"),
        Arguments.of(command(13), Action.STOP, "store-denied"),
        Arguments.of(
            new MongoNotPrimaryException(answer(10107), SERVER), Action.RETRY, "store-busy"),
        Arguments.of(
            new MongoNodeIsRecoveringException(answer(11602), SERVER), Action.RETRY, "store-busy"),
        Arguments.of(new MongoNotPrimaryException(answer(-1), SERVER), Action.RETRY, "store-busy"),
        Arguments.of(command(14031), Action.RETRY, "store-busy"),
        Arguments.of(command(64), Action.RETRY, "write-not-confirmed"),
        Arguments.of(notDurable(), Action.RETRY, "write-not-confirmed"),
        Arguments.of(
            new MongoIncompatibleDriverException("canary", noServers()),
            Action.STOP,
            "store-incompatible"),
        Arguments.of(new MongoConfigurationException("canary"), Action.STOP, "store-misconfigured"),
        Arguments.of(
            new MongoInterruptedException("canary", new InterruptedException()),
            Action.RETRY,
            "store-failed"),
        Arguments.of(new MongoClientException("canary"), Action.RETRY, "store-failed"),
        Arguments.of(command(987654), Action.RETRY, "store-failed"));
  }

  @ParameterizedTest
  @CsvSource({
    "2, REJECT, event-rejected",
    "121, REJECT, event-rejected",
    "10334, REJECT, event-rejected",
    "987654, REJECT, event-rejected",
    "112, RETRY, store-busy",
    "50, RETRY, store-timed-out",
    "91, RETRY, store-unreachable"
  })
  void everyUpsertsErrorSaysWhatToDo(int code, Action action, String reason) throws SinkException {
    // When
    Outcome.Failed refused = (Outcome.Failed) MongoErrors.outcome(code);

    // Then
    assertThat(refused.action()).isEqualTo(action);
    assertThat(refused.reason().code()).isEqualTo(reason);
  }

  @Test
  void anUpsertThatIsNotAllowedStopsTheView() {
    // When, Then
    assertThatThrownBy(() -> MongoErrors.outcome(13))
        .isInstanceOfSatisfying(
            SinkException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 9, 40324, 51156})
  void whatTheServerDoesNotTakeIsTheQuerysFault(int code) {
    // When
    SinkException said = MongoErrors.ofQuery(command(code), "pipeline");

    // Then
    assertThat(said).isInstanceOf(InvalidQueryException.class).hasMessageContaining("" + code);
    assertThat(said).hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(ints = {146, 292, 10334, 16819})
  void whatIsTooMuchForOneQueryIsTheCallersAndNamesThePart(int code) {
    // When
    SinkException said = MongoErrors.ofQuery(command(code), "pipeline");

    // Then
    assertThat(said)
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("pipeline needs more memory")
        .hasMessageNotContaining("canary");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 43, 133, 175, 237, 11601})
  void whatTheServerLosesByItselfIsTriedAgain(int code) {
    // When, Then
    assertThat(MongoErrors.ofQuery(command(code), "pipeline"))
        .isNotInstanceOf(InvalidQueryException.class)
        .extracting(SinkException::action)
        .isEqualTo(Action.RETRY);
  }

  @Test
  void aCursorThatTheServerHasForgottenIsTriedAgain() {
    // Given
    MongoException lost = new MongoCursorNotFoundException(7, answer(43), SERVER);

    // When, Then
    assertThat(MongoErrors.ofQuery(lost, "pipeline").action()).isEqualTo(Action.RETRY);
  }

  @ParameterizedTest
  @ValueSource(ints = {50, 91, 10107, 13})
  void whatTheServerCannotDoIsNotTheQuerysFault(int code) {
    // When, Then
    assertThat(MongoErrors.ofQuery(command(code), "pipeline"))
        .isNotInstanceOf(InvalidQueryException.class);
  }

  private static MongoCommandException command(int code) {
    return new MongoCommandException(answer(code), SERVER);
  }

  private static BsonDocument answer(int code) {
    return new BsonDocument("ok", new BsonInt32(0))
        .append("code", new BsonInt32(code))
        .append("errmsg", new BsonString("canary"));
  }

  private static MongoBulkWriteException notDurable() {
    return new MongoBulkWriteException(
        BulkWriteResult.unacknowledged(),
        List.of(),
        new WriteConcernError(64, "WriteConcernFailed", "canary", new BsonDocument()),
        SERVER,
        Set.of());
  }

  private static ClusterDescription noServers() {
    return new ClusterDescription(ClusterConnectionMode.SINGLE, ClusterType.UNKNOWN, List.of());
  }
}
