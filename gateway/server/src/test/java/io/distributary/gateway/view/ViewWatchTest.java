package io.distributary.gateway.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.log.Groups.Progress;
import io.distributary.gateway.plan.Plans;
import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.projector.Phase;
import io.distributary.gateway.projector.ProjectorStatus;
import io.distributary.schemas.Position;
import io.distributary.schemas.Reason;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ViewWatchTest {
  private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");
  private static final Reason AWAY = new Reason("away", "The store is away.");

  private final RecordedPlans plans = new RecordedPlans();
  private volatile Instant now = START;
  private final InstantSource time = () -> now;
  private final Set<RevisionId> deployed = new HashSet<>();
  private ProjectorStatus projector = running(Optional.empty());
  private Optional<Instant> unanswered = Optional.empty();
  private final ViewWatch watch =
      new ViewWatch(
          "graph",
          "neo4j",
          plans,
          new ViewWatch.Outside(
              revision -> deployed.contains(revision) ? Optional.of(projector) : Optional.empty(),
              () -> 3,
              Optional::empty,
              Optional::empty,
              () -> unanswered),
          time.withZone(ZoneOffset.UTC));

  @Test
  void aViewWhoseStoreAnswersNobodyIsNotSaidToRun() {
    // Given
    deployed.add(r(1));
    watch.tick(lag(1, 0));
    // When
    unanswered = Optional.of(START);
    ViewStatus status = watch.status(lag(1, 0));
    // Then
    assertThat(status.state()).isEqualTo(ViewState.RETRYING);
    assertThat(status.unansweredSince()).contains(START);
    assertThat(status.message()).contains("answered no read since " + START);
  }

  @Test
  void askingAThousandTimesWritesNothingAndChangesNothing() {
    // Given
    plans.plan = ViewPlan.first("graph").rebuild(true, OptionalInt.of(1)).dropped(r(1));
    deployed.add(r(2));
    watch.tick(lag(2, 7));
    now = START.plusSeconds(10);
    projector = running(Optional.of(AWAY));

    // When
    for (int i = 0; i < 1_000; i++) {
      watch.status(lag(2, 0));
    }

    // Then
    assertThat(plans.updates).isEmpty();
    assertThat(watch.isIn(ViewState.REBUILDING)).as("the tick has not seen another state").isTrue();
    assertThat(watch.lag()).isEqualTo(7);
    assertThat(watch.secondsBehind()).isEqualTo(10);
    assertThat(watch.position()).contains(lag(2, 7).get(r(2)).committed());
  }

  @Test
  void tickCompletesARebuildInPlaceOnce() {
    // Given
    plans.plan = ViewPlan.first("graph").rebuild(true, OptionalInt.of(1)).dropped(r(1));
    deployed.add(r(2));
    watch.tick(lag(2, 7));
    assertThat(plans.updates).isEmpty();

    // When
    watch.tick(lag(2, 0));
    watch.tick(lag(2, 0));

    // Then
    assertThat(plans.updates).hasSize(1);
    assertThat(plans.plan.revision(r(2)).orElseThrow().proven()).isTrue();
    assertThat(watch.status(lag(2, 0)).state()).isEqualTo(ViewState.RUNNING);
  }

  @Test
  void rebuildInPlaceIsNotCompleteWhileTheLagIsUnknownOrTheOldRevisionIsThere() {
    // Given
    plans.plan = ViewPlan.first("graph").rebuild(true, OptionalInt.of(1));
    deployed.add(r(2));

    // When
    watch.tick(lag(2, 0));
    plans.plan = plans.plan.dropped(r(1));
    watch.tick(Map.of());

    // Then
    assertThat(plans.updates).isEmpty();
  }

  @Test
  void stateHoldsSinceTheTickThatSawItFirst() {
    // Given
    deployed.add(r(1));
    watch.tick(lag(1, 0));
    projector = running(Optional.of(AWAY));
    now = START.plusSeconds(10);
    watch.tick(lag(1, 0));
    now = START.plusSeconds(20);
    watch.tick(lag(1, 0));

    // When
    ViewStatus status = watch.status(lag(1, 0));

    // Then
    assertThat(status.state()).isEqualTo(ViewState.RETRYING);
    assertThat(status.since()).isEqualTo(START.plusSeconds(10));
    assertThat(status.message()).isEqualTo("The store is away.");
    assertThat(status.deadLetters()).isEqualTo(3);
  }

  @Test
  void answerThatSeesMoreThanTheLastTickBeginsNow() {
    // Given
    deployed.add(r(1));
    watch.tick(lag(1, 0));
    projector = running(Optional.of(AWAY));

    // When
    now = START.plusSeconds(10);
    ViewStatus first = watch.status(lag(1, 0));
    now = START.plusSeconds(11);
    ViewStatus second = watch.status(lag(1, 0));

    // Then
    assertThat(first.since()).isEqualTo(START.plusSeconds(10));
    assertThat(second.since()).isEqualTo(START.plusSeconds(11));
    assertThat(watch.isIn(ViewState.RUNNING)).isTrue();
  }

  @Test
  void lagAndPositionAreThoseThatWereAskedFor() {
    // Given
    deployed.add(r(1));
    watch.tick(lag(1, 0));

    // When
    ViewStatus status = watch.status(lag(1, 5));

    // Then
    assertThat(status.lag()).isEqualTo(OptionalLong.of(5));
    assertThat(status.position()).contains(lag(1, 5).get(r(1)).committed());
    assertThat(status.state()).as("for less than 5 s").isEqualTo(ViewState.RUNNING);
  }

  @Test
  void viewThatIsBehindForLongCatchesUpUntilSomebodySeesThatItHas() {
    // Given
    deployed.add(r(1));
    watch.tick(lag(1, 5));
    now = START.plus(Duration.ofSeconds(5));

    // When, Then
    assertThat(watch.status(lag(1, 5)).state()).isEqualTo(ViewState.CATCHING_UP);
    assertThat(watch.status(lag(1, 0)).state()).isEqualTo(ViewState.RUNNING);
    assertThat(watch.status(Map.of()).state()).isEqualTo(ViewState.CATCHING_UP);
    assertThat(watch.status(Map.of()).lag()).as("unknown, never 0").isEmpty();
  }

  private static RevisionId r(int number) {
    return new RevisionId("graph", number);
  }

  private static ProjectorStatus running(Optional<Reason> trouble) {
    return new ProjectorStatus(Phase.RUNNING, true, trouble, 9);
  }

  private static Map<RevisionId, Progress> lag(int revision, long lag) {
    Position committed = new Position(0, new TreeMap<>(Map.of(0, 100 - lag)));
    return Map.of(r(revision), new Progress(committed, lag));
  }

  /** Remembers every change. */
  private static final class RecordedPlans implements Plans {
    final List<ViewPlan> updates = new ArrayList<>();
    ViewPlan plan = ViewPlan.first("graph");

    @Override
    public ViewPlan plan(String view) {
      return plan;
    }

    @Override
    public Future<ViewPlan> update(String view, UnaryOperator<ViewPlan> change) {
      plan = change.apply(plan);
      updates.add(plan);
      return Future.succeededFuture(plan);
    }

    @Override
    public void onChange(Consumer<ViewPlan> listener) {}
  }
}
