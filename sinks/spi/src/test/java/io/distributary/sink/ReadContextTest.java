package io.distributary.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.distributary.schemas.Position;
import io.distributary.schemas.ResourceId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadContextTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceId ANN = ResourceId.parse("Patient/ann");
  private static final ResourceId BOB = ResourceId.parse("Patient/bob");

  private static ReadContext until(Instant deadline) {
    return ReadContext.of("test", deadline, Clock.fixed(NOW, ZoneOffset.UTC));
  }

  @Test
  void timeLeftIsNeverZeroAsDriversTakeThatForEver() {
    assertThat(until(NOW.minusSeconds(5)).timeLeft()).isEqualTo(Duration.ofMillis(1));
    assertThat(until(NOW.plusSeconds(5)).timeLeft()).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void beginsWithoutABoundButTheTime() {
    ReadContext context = until(NOW.plusSeconds(5));

    assertThat(context.maxRows()).isEqualTo(Integer.MAX_VALUE);
    assertThat(context.maxBytes()).isEqualTo(Long.MAX_VALUE);
    assertThat(context.reservation().grow(Long.MAX_VALUE)).isTrue();
    assertThat(context.access().isEverything()).isTrue();
    assertThat(context.asOf()).isEmpty();
  }

  @Test
  void keepsWhatWasSaidBefore() {
    // Given
    Position position = Position.start(0).with(3, 7);
    Access annOnly = Access.ofKeys(Set.of(ANN));

    // When
    ReadContext context =
        until(NOW.plusSeconds(5)).asOf(position).permitted(annOnly).capped(3, 9).unless(() -> true);

    // Then
    assertThat(context.asOf()).contains(position);
    assertThat(context.access()).isEqualTo(annOnly);
    assertThat(context.maxRows()).isEqualTo(3);
    assertThat(context.maxBytes()).isEqualTo(9);
    assertThatExceptionOfType(SinkException.class).isThrownBy(context::requireWanted);
  }

  @Test
  void isWantedUntilTheDeadlineTheCancellationOrTheInterrupt() throws Exception {
    until(NOW.plusMillis(1)).requireWanted();
    assertUnwanted(until(NOW), "deadline-passed");
    assertUnwanted(until(NOW.plusSeconds(5)).unless(() -> true), "read-cancelled");
    Thread.currentThread().interrupt();
    assertUnwanted(until(NOW.plusSeconds(5)), "read-cancelled");
    assertThat(Thread.interrupted()).as("still interrupted").isTrue();
  }

  private static void assertUnwanted(ReadContext context, String code) {
    assertThatExceptionOfType(SinkException.class)
        .isThrownBy(context::requireWanted)
        .satisfies(e -> assertThat(e.action()).isEqualTo(Action.RETRY))
        .satisfies(e -> assertThat(e.reason().code()).isEqualTo(code));
  }

  @Test
  void accessIsToEverythingOrToWhatIsKeyedToSome() {
    assertThat(Access.EVERYTHING.permits(BOB)).isTrue();
    assertThat(Access.ofKeys(Set.of(ANN)).permits(ANN)).isTrue();
    assertThat(Access.ofKeys(Set.of(ANN)).permits(BOB)).isFalse();
    assertThat(Access.ofKeys(Set.of()).permits(BOB)).isFalse();
    assertThat(Access.ofKeys(Set.of(ANN))).hasToString("1 keys");
  }

  @Test
  void cursorIsShortAndShowsNothing() {
    assertThat(new Cursor("Patient/ann")).hasToString("cursor");
    assertThat(Cursor.START.isStart()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new Cursor("x".repeat(513)));
  }
}
