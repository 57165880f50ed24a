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
  void isHopelessAfterFiveDeathsInARowAndTriedAllTheSame() {
    for (int i = 0; i < 5; i++) {
      assertThat(restarts.isHopeless()).isFalse();
      restarts.died(0);
    }

    assertThat(restarts.isHopeless()).isTrue();
    assertThat(restarts.mayStart(millis(7_999))).isFalse();
    assertThat(restarts.mayStart(millis(8_000))).isTrue();
  }

  @Test
  void neverWaitsLongerThanHalfAMinute() {
    for (int i = 0; i < 100; i++) {
      restarts.died(0);
    }

    assertThat(restarts.mayStart(millis(30_000))).isTrue();
  }

  @Test
  void beingReadyInBetweenForgivesAll() {
    for (int i = 0; i < 15; i++) {
      restarts.died(0);
      restarts.ready();
    }

    assertThat(restarts.isHopeless()).isFalse();
  }

  private static long millis(long count) {
    return Duration.ofMillis(count).toNanos();
  }
}
