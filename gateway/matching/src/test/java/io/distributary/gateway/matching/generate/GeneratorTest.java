package io.distributary.gateway.matching.generate;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Attribute;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static String content(Generator generator, int record) {
    return IntStream.range(0, Attribute.values().length)
        .mapToObj(i -> generator.record(record).first(Attribute.values()[i]))
        .collect(Collectors.joining("|"));
  }

  @Test
  void sameSeedMakesTheSameRecordsInAnyOrder() {
    Generator one = new Generator(5, 1_000);
    Generator other = new Generator(5, 1_000);
    for (int record = 999; record >= 0; record--) {
      assertThat(content(one, record)).isEqualTo(content(other, record));
    }
    assertThat(content(new Generator(6, 1_000), 0)).isNotEqualTo(content(one, 0));
  }

  @Test
  void fourRecordsInFiveAreOfDifferentPersonsAndTheirOrderSaysNothing() {
    Generator generator = new Generator(5, 10_000);
    long persons = IntStream.range(0, 10_000).map(generator::person).distinct().count();
    long early = IntStream.range(0, 5_000).map(generator::person).distinct().count();
    assertThat(persons).isEqualTo(8_000);
    assertThat(early).isBetween(4_300L, 4_700L);
  }

  @Test
  void householdsShareHomesAndNames() {
    Household household = Household.of(new java.util.SplittableRandom(3));
    assertThat(household.records()).hasSize(Household.PERSONS);
    assertThat(household.records().stream().map(Person::address).distinct().count())
        .isLessThan(Household.PERSONS);
  }
}
