package io.distributary.gateway.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreakTest {
  private static final long SEED = 1;

  private final Streak streak =
      new Streak(new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30)), new Random(SEED));

  @Test
  void eachFailureInARowIsWaitedForLonger() {
    // When
    Duration first = streak.failed();
    streak.failed();
    Duration third = streak.failed();

    // Then
    assertThat(first).as("seed %d", SEED).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(third).as("seed %d", SEED).isBetween(Duration.ofMillis(200), Duration.ofMillis(400));
    assertThat(streak.isFailing()).isTrue();
  }

  @Test
  void successEndsTheRow() {
    // Given
    streak.failed();
    streak.failed();

    // When
    streak.succeeded();

    // Then
    assertThat(streak.isFailing()).isFalse();
    assertThat(streak.failed()).as("seed %d", SEED).isLessThanOrEqualTo(Duration.ofMillis(100));
  }
}
