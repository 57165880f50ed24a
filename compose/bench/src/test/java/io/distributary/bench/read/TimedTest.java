package io.distributary.bench.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TimedTest {
  @Test
  void aShareOfTheAnswersCameWithinThatTime() {
    // Given
    Timed hundred = new Timed(LongStream.rangeClosed(1, 100).map(n -> n * 1_000_000).toArray(), 1);

    // Then
    assertThat(hundred.millis(0.5)).isEqualTo(50);
    assertThat(hundred.millis(0.99)).isEqualTo(99);
    assertThat(new Timed(new long[] {7_000_000}, 1).millis(0.99)).isEqualTo(7);
  }

  @Test
  void roundsAddUp() {
    // When
    Timed both =
        Timed.NONE
            .and(new Timed(new long[] {3_000_000, 1_000_000}, 500_000_000))
            .and(new Timed(new long[] {2_000_000}, 1_000_000_000));

    // Then
    assertThat(both.millis(0.5)).isEqualTo(2);
    assertThat(both.perSecond()).isEqualTo(2);
  }
}
