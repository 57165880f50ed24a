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
import java.util.UUID;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PopulationImageTest {
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
  private PopulationImage image = image(10_000);

  private PopulationImage image(int maxPatients) {
    Views views =
        new Views(
            vertx,
            new StandInViews(List.of(new OneView())),
            new GatewayConfig.Query(null, null),
            Duration.ofSeconds(5),
            meters,
            Clock.systemUTC());
    return new PopulationImage(
        vertx, views, log::open, () -> halt, ModelText.common(), maxPatients, meters);
  }

  @AfterEach
  void stop() {
    image.stop().toCompletionStage().toCompletableFuture().join();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private <P> void apply(Sink<P> sink, Event event) throws Exception {
    P projected = sink.projection().project(event).orElseThrow();
    sink.write(List.of(new Projected<>(event, projected)));
    position = Optional.of(Position.after(event.version()));
  }

  private void awaitImage() {
    await().until(() -> image.status().ready() && image.status().position().covers(log.end()));
  }

  private List<String> found(String given, String family) {
    Map<String, Object> patient =
        Map.of(
            "resourceType", "Patient",
            "name", List.of(Map.of("given", List.of(given), "family", family)),
            "birthDate", "1980-03-07");
    Matches matches =
        image
            .match(new MatchQuery(patient, 10, false, false))
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    return matches.candidates().stream().map(Candidate::id).toList();
  }

  @Test
  void imageHoldsWhatTheViewHoldsAndWhatCameBehindIt() throws Exception {
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
    image.start();
    awaitImage();

    // Then
    assertThat(image.status().patients()).isEqualTo(2);
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
    image.start();
    awaitImage();

    // Then
    assertThat(image.status().patients()).isEqualTo(1);
    assertThat(found("Bob", "Garcia")).containsExactly("b");
  }

  @Test
  void thousandsOfPatientsAreLoadedWhole() throws Exception {
    // Given
    for (int i = 0; i < 2_345; i++) {
      apply(view, log.put("p" + i, "Ann", "Lee" + (char) ('a' + i % 26)));
    }
    // When
    image.start();
    awaitImage();
    // Then
    assertThat(image.status().patients()).isEqualTo(2_345);
  }

  @Test
  void viewThatHoldsMorePatientsThanThereIsRoomForIsGivenUpAndSaidSo() throws Exception {
    // Given
    for (int i = 0; i < 2_345; i++) {
      apply(view, log.put("p" + i, "Ann", "Lee" + (char) ('a' + i % 26)));
    }
    image = image(2_000);
    // When
    image.start();
    // Then
    awaitGivenUp(2_000);
  }

  @Test
  void patientsWhoComeWhenThereIsNoMoreRoomMakeTheImageBeGivenUp() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    image = image(2);
    image.start();
    awaitImage();
    log.put("b", "Bob", "Garcia");
    awaitImage();
    assertThat(found("Bob", "Garcia")).containsExactly("b");
    // When
    log.put("c", "Cleo", "Novak");
    // Then
    awaitGivenUp(2);
  }

  private void awaitGivenUp(int maxPatients) {
    String message = "There are more than " + maxPatients + " patients";
    await().until(() -> image.status().message().startsWith(message));
    await().until(() -> image.status().patients() == 0);
    assertThat(image.status().ready()).isFalse();
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
    image.start();
    awaitImage();
    // Then
    assertThat(image.status().patients()).isEqualTo(2);
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void viewThatIsAwayIsWaitedFor() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    readers = Optional.empty();

    // When
    image.start();
    await().until(() -> log.opened() > 1);

    // Then
    assertThat(image.status().ready()).isFalse();
    assertThat(image.status().message()).contains("'document' cannot be reached");
    assertThatThrownBy(() -> found("Ann", "Lee"))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOfSatisfying(
            MatchException.class,
            e -> assertThat(e.kind()).isEqualTo(MatchException.Kind.NOT_READY));
    readers = Optional.of(view.readers());
    awaitImage();
    assertThat(image.status().message()).isEmpty();
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void viewWhosePositionIsNotKnownYetIsWaitedForInsteadOfReadingTheWholeLog() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    Optional<Position> known = position;
    position = Optional.empty();
    // When
    image.start();
    await().until(() -> log.opened() > 1);
    // Then
    assertThat(image.status())
        .isEqualTo(new PopulationImage.Status(false, 0, Position.start(0), ""));
    position = known;
    awaitImage();
    assertThat(found("Ann", "Lee")).containsExactly("a");
  }

  @Test
  void logThatWasAwayIsFollowedFromWhereItWasLeft() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    image.start();
    awaitImage();

    // When
    log.away(true);
    log.put("b", "Bob", "Garcia");
    await().until(() -> log.opened() > 1);
    readers = Optional.empty(); // what is loaded is not loaded again
    log.away(false);

    // Then
    awaitImage();
    assertThat(found("Ann", "Lee")).containsExactly("a");
    assertThat(found("Bob", "Garcia")).containsExactly("b");
  }

  @Test
  void streamThatMustNotBeUsedAnswersNothing() throws Exception {
    // Given
    apply(view, log.put("a", "Ann", "Lee"));
    image.start();
    awaitImage();
    // When
    halt = Optional.of("The topic was made anew.");
    // Then
    assertThatThrownBy(() -> found("Ann", "Lee")).hasMessageContaining("The topic was made anew.");
    assertThat(image.status().message()).isEqualTo("The topic was made anew.");
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
