package io.distributary.servers.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartsTest {
  private final Restarts restarts = new Restarts();

  @Test
  void startsAtOnceTheFirstTime() {
    assertThat(restarts.mayStart(Long.MIN_VALUE + 7)).isTrue();
  }

  @Test
  void waitsLongerAfterEachDeath() {
    restarts.died(0);
    assertThat(restarts.mayStart(millis(499))).isFalse();
    assertThat(restarts.mayStart(millis(500))).isTrue();

    restarts.died(0);
    assertThat(restarts.mayStart(millis(999))).isFalse();
    assertThat(restarts.mayStart(millis(1_000))).isTrue();
  }

  @Test
  void givesUpAfterFiveDeathsInARow() {
    for (int i = 0; i < Restarts.MOST_DEATHS; i++) {
      assertThat(restarts.givenUp()).isFalse();
      restarts.died(0);
    }

    assertThat(restarts.givenUp()).isTrue();
    assertThat(restarts.mayStart(millis(3_600_000))).isFalse();
  }

  @Test
  void beingReadyInBetweenForgivesAll() {
    for (int i = 0; i < 3 * Restarts.MOST_DEATHS; i++) {
      restarts.died(0);
      restarts.ready();
    }

    assertThat(restarts.givenUp()).isFalse();
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }
}
