package io.distributary.gateway.matching.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.people.Generator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockingTest {
  @Test
  void almostAllPairsOfOnePersonAreFoundInFewOfAll() {
    // Given
    Generator generator = new Generator(2, 8_000);
    Records records = Fixtures.records(generator);

    // When
    Blocking.Found found = new Blocking(records.rows(), (a, b) -> true, 1_000).find();

    // Then
    long right =
        Arrays.stream(found.pairs())
            .filter(p -> generator.person(Pair.first(p)) == generator.person(Pair.second(p)))
            .count();
    assertThat(right).isGreaterThan((long) (0.99 * pairsOfOnePerson(generator)));
    assertThat(found.pairs().length).isLessThan(40 * 8_000);
    assertThat(found.pairs()).isSorted().doesNotHaveDuplicates();
  }

  private static double pairsOfOnePerson(Generator generator) {
    int[] sizes = new int[generator.records()];
    for (int record = 0; record < generator.records(); record++) {
      sizes[generator.person(record)]++;
    }
    return Arrays.stream(sizes).mapToDouble(n -> n * (n - 1.0) / 2).sum();
  }

  @Test
  void fewRecordsAreComparedAllWithAll() {
    Records records = Fixtures.records(new Generator(2, 500));
    Blocking.Found found = new Blocking(records.rows(), (a, b) -> true, 1_000).find();
    assertThat(found.pairs()).hasSize(500 * 499 / 2).isSorted().doesNotHaveDuplicates();
    assertThat(found.samples().get(Pass.NAMES)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 6_000})
  void pairsThatMayNotBeComparedAreLeftOut(int count) {
    Records records = Fixtures.records(new Generator(2, count));
    Blocking.Found found = new Blocking(records.rows(), (a, b) -> a % 2 != b % 2, 1_000).find();
    assertThat(Arrays.stream(found.pairs()))
        .isNotEmpty()
        .allMatch(pair -> (Pair.first(pair) + Pair.second(pair)) % 2 == 1);
  }

  @Test
  void tenThousandOfOneNameAndBirthDateAreComparedInWindowsAndCounted() {
    Blocking.Found found =
        new Blocking(BlockIndexTest.alike(10_000).rows(), (a, b) -> true, 1_000).find();
    assertThat(found.windows()).isPositive();
    assertThat(found.pairs().length).isLessThan(40 * 10_000);
  }
}
