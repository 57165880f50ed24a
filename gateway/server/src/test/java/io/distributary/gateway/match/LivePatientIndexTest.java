package io.distributary.gateway.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.query.Views;
import io.distributary.gateway.view.StandInView;
import io.distributary.gateway.view.StandInViews;
import io.distributary.schemas.Position;
import io.distributary.schemas.event.Event;
import io.distributary.sink.Projected;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkContext;
import io.distributary.sinks.memory.MemoryConfig;
import io.distributary.sinks.memory.MemoryPlugin;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivePatientIndexTest {
  private final Vertx vertx = Vertx.vertx();
  private final PatientLog log = new PatientLog();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Sink<?> view =
      new MemoryPlugin()
          .open(
              new MemoryConfig(UUID.randomUUID().toString(), false),
              new SinkContext(RevisionId.first("document"), Clock.systemUTC()));
  private volatile Optional<Readers> readers = Optional.of(view.readers());
  private volatile Optional<Position> position = Optional.of(Position.start(0));
  private volatile Optional<String> halt = Optional.empty();
  private LivePatientIndex patientIndex = patientIndex(10_000);

  private LivePatientIndex patientIndex(int maxPatients) {
    Views views =
        new Views(
            vertx,
            new StandInViews(List.of(new OneView())),
            new GatewayConfig.Query(null, null),
            Duration.ofSeconds(5),
            meters,
            Clock.systemUTC());
    return new LivePatientIndex(
        vertx,
        views,
        new FollowedLog(log::open, () -> halt),
        ModelText.common(),
        maxPatients,
        meters,
        new Random(1));
  }

  @AfterEach
  void stop() {
    patientIndex.stop().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private <P> void apply(Sink<P> sink, Event event) throws Exception {
    P projected = sink.projection().project(event).orElseThrow();
    sink.writer().write(List.of(new Projected<>(event, projected)));
    position = Optional.of(Position.after(event.version()));
  }

  private void awaitPatientIndex() {
    await()
        .until(
            () ->
                patientIndex.status().ready()
                    && patientIndex.status().position().covers(log.end()));
  }

  private List<String> found(String given, String family) {
    Map<String, Object> patient =
        Map.of(
            "resourceType", "Patient",
            "name", List.of(Map.of("given", List.of(given), "family", family)),
            "birthDate", "1980-03-07");
    Matches matches =
        patientIndex
            .match(new MatchQuery(patient, 10, false, false))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return matches.candidates().stream().map(Candidate::id).toList();
  }

  @Test
  void indexHoldsWhatTheViewHoldsAndWhatCameBehindIt() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    apply(view, log.put("b", "Bob", "Garcia"));
    apply(view, log.put("c", "Cleo", "Novak"));
    apply(view, log.delete("b"));
    log.put("d", "Dora", "Horvat");
    log.put("c", "Cleo", "Kowalski");
    log.delete("a");
    log.malformed();

    // When
    patientIndex.start();
    awaitPatientIndex();

    // Then
    assertThat(patientIndex.status().patients()).isEqualTo(2);
    assertThat(found("Ann", "Lee")).isEmpty();
    assertThat(found("Bob", "Garcia")).isEmpty();
    assertThat(found("Cleo", "Kowalski")).containsExactly("c");
    assertThat(found("Dora", "Horvat")).containsExactly("d");
    assertThat(meters.get("distributary.match.patients").gauge().value()).isEqualTo(2);
    assertThat(meters.get("distributary.match.ready").gauge().value()).isEqualTo(1);
  }

  @Test
  void viewThatIsAheadOfItsPositionMakesNoDifference() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    apply(view, log.put("a", "Ann", "Kowalski"));
    apply(view, log.delete("a"));
    apply(view, log.put("b", "Bob", "Garcia"));
    position = Optional.of(Position.start(0));

    // When
    patientIndex.start();
    awaitPatientIndex();

    // Then
    assertThat(patientIndex.status().patients()).isEqualTo(1);
    assertThat(found("Bob", "Garcia")).containsExactly("b");
  }

  @Test
  void thousandsOfPatientsAreLoadedWhole() throws Exception {
    // Given
    for (int i = 0; i < 2_345; i++) {
      apply(view, log.put("p" + i, "Ann", "Lee" + (char) ('a' + i % 26)));
    }
    // When
    patientIndex.start();
    awaitPatientIndex();
    // Then
    assertThat(patientIndex.status().patients()).isEqualTo(2_345);
  }

  @Test
  void viewThatHoldsMorePatientsThanThereIsRoomForIsGivenUpAndSaidSo() throws Exception {
    // Given
    for (int i = 0; i < 2_345; i++) {
      apply(view, log.put("p" + i, "Ann", "Lee" + (char) ('a' + i % 26)));
    }
    patientIndex = patientIndex(2_000);
    // When
    patientIndex.start();
    // Then
    awaitGivenUp(2_000);
  }

  @Test
  void patientsWhoComeWhenThereIsNoMoreRoomMakeTheIndexBeGivenUp() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    patientIndex = patientIndex(2);
    patientIndex.start();
    awaitPatientIndex();
    log.put("b", "Bob", "Garcia");
    awaitPatientIndex();
    assertThat(found("Bob", "Garcia")).containsExactly("b");
    // When
    log.put("c", "Cleo", "Novak");
    // Then
    awaitGivenUp(2);
  }

  private void awaitGivenUp(int maxPatients) {
    String message = "There are more than " + maxPatients + " patients";
    await().until(() -> patientIndex.status().message().startsWith(message));
    await().until(() -> patientIndex.status().patients() == 0);
    assertThat(patientIndex.status().ready()).isFalse();
    assertThatThrownBy(() -> found("Ann", "Lee"))
        .hasMessageContaining(message)
        .hasMessageContaining("-Xmx");
  }

  @Test
  void viewThatCannotHandOverIsReplacedByTheLog() throws Exception {
    // Given
    readers = Optional.of(Readers.none());
    log.put("a", "Ann", "Lee");
    log.put("b", "Bob", "Garcia");
    position = Optional.of(log.end());
    // When
    patientIndex.start();
    awaitPatientIndex();
    // Then
    assertThat(patientIndex.status().patients()).isEqualTo(2);
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void viewThatIsAwayIsWaitedFor() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    readers = Optional.empty();

    // When
    patientIndex.start();
    await().until(() -> log.opened() > 1);

    // Then
    assertThat(patientIndex.status().ready()).isFalse();
    assertThat(patientIndex.status().message()).contains("'document' cannot be reached");
    assertThatThrownBy(() -> found("Ann", "Lee"))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MatchException.class,
            e -> assertThat(e.kind()).isEqualTo(MatchException.MatchFailure.NOT_READY));
    readers = Optional.of(view.readers());
    awaitPatientIndex();
    assertThat(patientIndex.status().message()).isEmpty();
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void viewWhosePositionIsNotKnownYetIsWaitedForInsteadOfReadingTheWholeLog() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    Optional<Position> known = position;
    position = Optional.empty();
    // When
    patientIndex.start();
    await().until(() -> log.opened() > 1);
    // Then
    assertThat(patientIndex.status())
        .isEqualTo(new LivePatientIndex.Status(false, 0, Position.start(0), ""));
    position = known;
    awaitPatientIndex();
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void logThatWasAwayIsFollowedFromWhereItWasLeft() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    patientIndex.start();
    awaitPatientIndex();

    // When
    log.away(true);
    log.put("b", "Bob", "Garcia");
    await().until(() -> log.opened() > 1);
    readers = Optional.empty(); // what is loaded is not loaded again
    log.away(false);

    // Then
    awaitPatientIndex();
    assertThat(found("Ann", "Lee")).containsExactly("a");
    assertThat(found("Bob", "Garcia")).containsExactly("b");
  }

  @Test
  void streamThatMustNotBeUsedAnswersNothing() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    patientIndex.start();
    awaitPatientIndex();
    // When
    halt = Optional.of("The topic was made anew.");
    // Then
    assertThatThrownBy(() -> found("Ann", "Lee")).hasMessageContaining("The topic was made anew.");
    assertThat(patientIndex.status().message()).isEqualTo("The topic was made anew.");
    halt = Optional.empty();
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  private final class OneView extends StandInView {
    OneView() {
      super("document");
    }

    @Override
    public Optional<Readers> readers() {
      return readers;
    }

    @Override
    public Optional<Position> position() {
      return position;
    }
  }
}
