package io.distributary.gateway.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final long SEED = 4711;

  /** Draws the smallest number that it may. */
  private final RandomGenerator lowest = new Extreme(false);

  /** Draws the greatest number that it may. */
  private final RandomGenerator greatest = new Extreme(true);

  private record Extreme(boolean great) implements RandomGenerator {
    @Override
    public long nextLong() {
      throw new UnsupportedOperationException("Only numbers below a bound are drawn");
    }

    @Override
    public long nextLong(long bound) {
      return great ? bound - 1 : 0;
    }
  }

  @ParameterizedTest
  @CsvSource({
    // first, most, failures in a row, shortest wait, longest wait
    "PT0.1S, PT30S, 1, PT0.05S, PT0.1S",
    "PT0.1S, PT30S, 2, PT0.1S, PT0.2S",
    "PT0.1S, PT30S, 3, PT0.2S, PT0.4S",
    "PT0.1S, PT30S, 9, PT12.8S, PT25.6S",
    "PT0.1S, PT30S, 10, PT15S, PT30S",
    "PT0.1S, PT30S, 11, PT15S, PT30S",
    "PT0.1S, PT30S, 2147483647, PT15S, PT30S",
    "PT5S, PT5S, 1, PT2.5S, PT5S",
    "PT5S, PT5S, 7, PT2.5S, PT5S",
    "PT0.003S, PT1S, 1, PT0.002S, PT0.003S",
    "PT0.001S, PT0.001S, 40, PT0.001S, PT0.001S",
    "PT0.000001S, PT0.000002S, 3, PT0.001S, PT0.001S",
    "PT0.001S, PT2562047788015H12M55.807S, 63, PT640511947003H48M13.952S, PT1281023894007H36M27.904S",
    "PT0.001S, PT2562047788015H12M55.807S, 64, PT1281023894007H36M27.904S, PT2562047788015H12M55.807S",
    "PT1H, PT2562047788015215H, 2147483647, PT1281023894007H36M27.904S, PT2562047788015H12M55.807S",
  })
  void waitIsInTheUpperHalfOfWhatDoublesUpToTheMost(
      Duration first, Duration most, int failures, Duration shortest, Duration longest) {
    // Given
    Backoff backoff = new Backoff(first, most);

    // When
    Duration low = backoff.after(failures, greatest);
    Duration high = backoff.after(failures, lowest);

    // Then
    assertThat(low).isEqualTo(shortest);
    assertThat(high).isEqualTo(longest);
  }

  @Test
  void waitsOfManyAreSpreadOverTheUpperHalf() {
    // Given
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    Random random = new Random(SEED);

    // When
    List<Duration> waits =
        IntStream.range(0, 1_000).mapToObj(each -> backoff.after(4, random)).toList();

    // Then
    assertThat(waits)
        .as("seed %d", SEED)
        .allMatch(wait -> wait.toMillis() >= 400 && wait.toMillis() <= 800);
    assertThat(waits.stream().distinct().count()).as("seed %d", SEED).isGreaterThan(300);
  }

  @Test
  void sameSeedGivesTheSameWaits() {
    // Given
    Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));

    // When, Then
    assertThat(waits(backoff)).isEqualTo(waits(backoff));
  }

  private static List<Duration> waits(Backoff backoff) {
    Random random = new Random(SEED);
    return IntStream.rangeClosed(1, 20).mapToObj(each -> backoff.after(each, random)).toList();
  }

  @Test
  void whatCannotBeABackoffIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofMillis(-1), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1)).after(0, lowest));
  }
}
