package io.distributary.gateway.projector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code -Ddistributary.simulation.seed=…} runs one schedule; {@code
 * -Ddistributary.simulation.schedules=…} says how many are run, {@code
 * -Ddistributary.simulation.first=…} from which seed on.
 */
class SimulationTest {
  private static final long BLOCK = 100;
  private static final int SABOTAGED = 500;

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void viewsAreTheFoldOfTheLogWhateverHappens() {
    // Given
    Optional<Long> one = Optional.ofNullable(Long.getLong("distributary.simulation.seed"));
    long first = one.orElse(Long.getLong("distributary.simulation.first", 1));
    long count = one.isPresent() ? 1 : Long.getLong("distributary.simulation.schedules", 10_000);

    // When
    Census census = run(first, count);

    // Then
    System.out.printf("Seeds %d to %d. %s%n", first, first + count - 1, census);
    assertThat(census.schedules()).isEqualTo(count);
    if (count >= 10_000) {
      assertThat(Fault.values()).allMatch(fault -> census.count(fault) > 0);
      assertThat(census.hours()).isGreaterThan(1_000);
      assertThat(census.states().size()).isGreaterThan(100_000);
    }
  }

  /** Schedules know nothing of each other, so that each processor runs some. */
  private static Census run(long first, long count) {
    return LongStream.range(0, (count + BLOCK - 1) / BLOCK)
        .parallel()
        .mapToObj(block -> runBlock(first + block * BLOCK, first + count))
        .collect(Census::new, Census::add, Census::add);
  }

  private static Census runBlock(long first, long end) {
    Census census = new Census();
    LongStream.range(first, Math.min(end, first + BLOCK))
        .forEach(seed -> Simulation.run(seed, Sabotage.NONE, census));
    return census;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void sabotageIsNoticed(Sabotage sabotage) {
    // When
    Optional<PromiseBroken> noticed =
        LongStream.rangeClosed(1, SABOTAGED)
            .mapToObj(seed -> broken(seed, sabotage))
            .flatMap(Optional::stream)
            .findFirst();

    // Then
    assertThat(noticed).as("among %d schedules", SABOTAGED).isPresent();
    long seed = noticed.get().seed();
    System.out.println(sabotage + ": " + noticed.get().getMessage().lines().findFirst().get());
    assertThat(noticed.get()).hasMessageStartingWith("Seed " + seed + ": ");
    assertThat(broken(seed, Sabotage.NONE)).isEmpty();
  }

  private static Optional<PromiseBroken> broken(long seed, Sabotage sabotage) {
    try {
      Simulation.run(seed, sabotage, new Census());
      return Optional.empty();
    } catch (PromiseBroken broken) {
      return Optional.of(broken);
    }
  }

  @Test
  void scheduleRunsAlikeEveryTime() {
    // When
    Census first = runBlock(1, 1 + BLOCK);
    Census second = runBlock(1, 1 + BLOCK);

    // Then
    assertThat(first).hasToString(second.toString());
    assertThat(first.states()).isEqualTo(second.states());
  }
}
