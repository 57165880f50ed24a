package io.distributary.gateway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.log.StreamException;
import io.distributary.gateway.plan.ViewPlan.Revision;
import io.distributary.sink.RevisionId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ViewPlanTest {
  private final ViewPlan first = ViewPlan.first("document");

  @Test
  void aRebuildStandsBesideTheLiveRevision() {
    // When
    ViewPlan plan = first.rebuild(false, OptionalInt.empty());

    // Then
    assertThat(plan.live()).isEqualTo(r(1));
    assertThat(plan.building()).map(Revision::id).contains(r(2));
    assertThatThrownBy(() -> plan.rebuild(false, OptionalInt.empty()))
        .isInstanceOf(PlanException.class);
  }

  @Test
  void aRebuildInPlaceIsLiveAtOnceAndTheOthersGo() {
    // When
    ViewPlan plan = first.rebuild(true, OptionalInt.empty());

    // Then
    assertThat(plan.live()).isEqualTo(r(2));
    assertThat(plan.building()).isEmpty();
    assertThat(plan.revision(r(1))).map(Revision::dropping).contains(true);
    assertThatThrownBy(() -> plan.rebuild(true, OptionalInt.empty()))
        .isInstanceOf(PlanException.class);
  }

  @Test
  void onlyAProvenRevisionIsSwitchedTo() {
    // Given
    ViewPlan built = first.rebuild(false, OptionalInt.empty());

    // When
    ViewPlan switched = built.verified(r(2), true).switchTo(r(2));

    // Then
    assertThatThrownBy(() -> built.switchTo(r(2)))
        .extracting(refused -> ((PlanException) refused).reason().message())
        .asString()
        .contains("distributary verify document --revision 2");
    assertThatThrownBy(() -> built.verified(r(2), true).verified(r(2), false).switchTo(r(2)))
        .isInstanceOf(PlanException.class);
    assertThat(switched.live()).isEqualTo(r(2));
    assertThat(switched.building()).isEmpty();
  }

  @Test
  void theRevisionThatWasLiveCanBeSwitchedBackTo() {
    // Given
    ViewPlan switched =
        first.rebuild(false, OptionalInt.empty()).verified(r(2), true).switchTo(r(2));

    // When
    ViewPlan back = switched.switchTo(r(1));

    // Then
    assertThat(back.live()).isEqualTo(r(1));
    assertThat(back.revision(r(2))).map(Revision::proven).contains(true);
  }

  @Test
  void theLiveRevisionIsNeverDropped() {
    // Given
    ViewPlan built = first.rebuild(false, OptionalInt.empty());

    // When
    ViewPlan cancelled = built.drop(r(2));

    // Then
    assertThatThrownBy(() -> built.drop(r(1))).isInstanceOf(PlanException.class);
    assertThatThrownBy(() -> cancelled.switchTo(r(2))).isInstanceOf(PlanException.class);
    assertThat(cancelled.dropped(r(2)).revisions()).extracting(Revision::id).containsExactly(r(1));
  }

  @Test
  void aNumberIsNeverUsedTwice() {
    // When
    ViewPlan again =
        first
            .rebuild(false, OptionalInt.empty())
            .drop(r(2))
            .dropped(r(2))
            .rebuild(false, OptionalInt.empty());

    // Then
    assertThat(again.building()).map(Revision::id).contains(r(3));
  }

  @Test
  void theFirstProjectionVersionIsRemembered() {
    // When
    ViewPlan plan = first.opened(r(1), 4).opened(r(1), 5);

    // Then
    plan.requireBuiltBy(r(1), 4);
    assertThatThrownBy(() -> plan.requireBuiltBy(r(1), 5))
        .hasMessageContaining(
            "was built by version 4 of its projection, this gateway has version 5");
    assertThatThrownBy(() -> plan.requireBuiltBy(r(9), 4))
        .hasMessageContaining("is not there. Known: 1.");
  }

  @Test
  void aRebuildIsOfTheProjectionOfTheGatewayThatWasAsked() {
    // When
    ViewPlan plan = first.rebuild(false, OptionalInt.of(5)).opened(r(2), 4);

    // Then
    assertThat(plan.revision(r(2)).orElseThrow().projection()).hasValue(5);
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    // Given
    ViewPlan plan =
        first
            .opened(r(1), 3)
            .rebuild(false, OptionalInt.empty())
            .verified(r(2), true)
            .drop(r(2))
            .pause();

    // When
    Optional<ViewPlan> read = PlanCodec.decode(PlanCodec.key("document"), PlanCodec.encode(plan));

    // Then
    assertThat(read).contains(plan);
    assertThat(PlanCodec.decode("stream", PlanCodec.encode(plan))).isEmpty();
  }

  @Test
  void aStrangersRecordIsRefusedRatherThanGuessed() {
    assertThatThrownBy(
            () ->
                PlanCodec.decode("view.document", "{\"live\":1}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(StreamException.class);
  }

  private static RevisionId r(int number) {
    return new RevisionId("document", number);
  }
}
