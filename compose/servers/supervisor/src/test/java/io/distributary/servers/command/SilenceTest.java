package io.distributary.servers.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SilenceTest {
  private static final Instant BEGUN = Instant.parse("2026-11-29T01:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final Silence silence = new Silence(PATIENCE);
  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos(); // it may overflow

  SilenceTest() {
    answer();
  }

  @Test
  void wholePatienceWithoutAnAnswerIsTooLong() {
    // When
    pass(PATIENCE.minus(LOOK), LOOK);
    boolean justBefore = silence.tooLong();
    pass(LOOK, LOOK);

    // Then
    assertThat(justBefore).isFalse();
    assertThat(silence.tooLong()).isTrue();
  }

  @Test
  void oneAnswerForgivesAllThatWasBefore() {
    // Given
    pass(PATIENCE.minusSeconds(1), LOOK);

    // When
    answer();
    pass(PATIENCE.minusSeconds(1), LOOK);

    // Then
    assertThat(silence.tooLong()).isFalse();
  }

  @Test
  void theMachinesOwnSleepDoesNotCount() {
    // Given
    pass(Duration.ofSeconds(60), LOOK);

    // When
    pass(Duration.ofHours(8), Duration.ofHours(8));
    pass(Duration.ofSeconds(28), LOOK);

    // Then
    assertThat(silence.tooLong()).isFalse();
  }

  @Test
  void whoeverLooksLateIsMorePatient() {
    // When
    pass(PATIENCE.multipliedBy(2), Duration.ofSeconds(3));

    // Then
    assertThat(silence.tooLong()).isFalse();
  }

  @Test
  void withoutPatienceSilenceIsNeverTooLong() {
    // Given
    Silence forever = new Silence(Duration.ZERO);
    forever.end(0, BEGUN);

    // When
    for (int second = 1; second <= 3_600; second++) {
      forever.goOn(Duration.ofSeconds(second).toNanos());
    }

    // Then
    assertThat(forever.tooLong()).isFalse();
    assertThat(forever.since()).contains(BEGUN);
  }

  @Test
  void silenceIsToldBeforeItIsTooLongAndNotAtOnce() {
    // When
    pass(Duration.ofSeconds(29), LOOK);
    boolean atOnce = silence.since().isPresent();
    pass(Duration.ofSeconds(2), LOOK);

    // Then
    assertThat(atOnce).isFalse();
    assertThat(silence.since()).contains(BEGUN);
    assertThat(silence.tooLong()).isFalse();
  }

  private void answer() {
    silence.end(now, BEGUN);
  }

  private void pass(Duration length, Duration step) {
    for (Duration passed = step; passed.compareTo(length) <= 0; passed = passed.plus(step)) {
      now += step.toNanos();
      silence.goOn(now);
    }
  }
}
