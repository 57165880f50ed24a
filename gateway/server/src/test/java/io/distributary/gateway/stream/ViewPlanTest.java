package io.distributary.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.stream.ViewPlan.Revision;
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
    assertThat(plan.live()).isEqualTo(1);
    assertThat(plan.building()).map(Revision::number).contains(2);
    assertThatThrownBy(() -> plan.rebuild(false, OptionalInt.empty()))
        .isInstanceOf(PlanException.class);
  }

  @Test
  void aRebuildInPlaceIsLiveAtOnceAndTheOthersGo() {
    // When
    ViewPlan plan = first.rebuild(true, OptionalInt.empty());

    // Then
    assertThat(plan.live()).isEqualTo(2);
    assertThat(plan.building()).isEmpty();
    assertThat(plan.revision(1)).map(Revision::dropping).contains(true);
    assertThatThrownBy(() -> plan.rebuild(true, OptionalInt.empty()))
        .isInstanceOf(PlanException.class);
  }

  @Test
  void onlyAProvenRevisionIsSwitchedTo() {
    // Given
    ViewPlan built = first.rebuild(false, OptionalInt.empty());

    // When
    ViewPlan switched = built.verified(2, true).switchTo(2);

    // Then
    assertThatThrownBy(() -> built.switchTo(2))
        .extracting(refused -> ((PlanException) refused).reason().message())
        .asString()
        .contains("distributary verify document --revision 2");
    assertThatThrownBy(() -> built.verified(2, true).verified(2, false).switchTo(2))
        .isInstanceOf(PlanException.class);
    assertThat(switched.live()).isEqualTo(2);
    assertThat(switched.building()).isEmpty();
  }

  @Test
  void theRevisionThatWasLiveCanBeSwitchedBackTo() {
    // Given
    ViewPlan switched = first.rebuild(false, OptionalInt.empty()).verified(2, true).switchTo(2);

    // When
    ViewPlan back = switched.switchTo(1);

    // Then
    assertThat(back.live()).isEqualTo(1);
    assertThat(back.revision(2)).map(Revision::proven).contains(true);
  }

  @Test
  void theLiveRevisionIsNeverDropped() {
    // Given
    ViewPlan built = first.rebuild(false, OptionalInt.empty());

    // When
    ViewPlan cancelled = built.drop(2);

    // Then
    assertThatThrownBy(() -> built.drop(1)).isInstanceOf(PlanException.class);
    assertThatThrownBy(() -> cancelled.switchTo(2)).isInstanceOf(PlanException.class);
    assertThat(cancelled.dropped(2).revisions()).extracting(Revision::number).containsExactly(1);
  }

  @Test
  void aNumberIsNeverUsedTwice() {
    // When
    ViewPlan again =
        first
            .rebuild(false, OptionalInt.empty())
            .drop(2)
            .dropped(2)
            .rebuild(false, OptionalInt.empty());

    // Then
    assertThat(again.building()).map(Revision::number).contains(3);
  }

  @Test
  void theFirstProjectionVersionIsRemembered() {
    // When
    ViewPlan plan = first.opened(1, 4).opened(1, 5);

    // Then
    assertThat(plan.isBuiltBy(1, 4)).isTrue();
    assertThat(plan.isBuiltBy(1, 5)).isFalse();
    assertThat(plan.isBuiltBy(9, 4)).isFalse();
  }

  @Test
  void aRebuildIsOfTheProjectionOfTheGatewayThatWasAsked() {
    // When
    ViewPlan plan = first.rebuild(false, OptionalInt.of(5)).opened(2, 4);

    // Then
    assertThat(plan.isBuiltBy(2, 5)).isTrue();
  }

  @Test
  void aPlanIsReadAsItWasWritten() {
    // Given
    ViewPlan plan =
        first.opened(1, 3).rebuild(false, OptionalInt.empty()).verified(2, true).drop(2).pause();

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
}
