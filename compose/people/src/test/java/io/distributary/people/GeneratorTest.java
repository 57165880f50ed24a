package io.distributary.people;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  /** The model that ships with the gateway and the figures of docs/matching.md are of them. */
  private static final String ALWAYS =
      "c7792b5c67230cd1441ac03966146e90e0d6a73c2e24fd89e0eb568c87484c74";

  @Test
  void sameSeedMakesTheSameRecordsInAnyOrder() {
    // Given
    Generator one = new Generator(5, 1_000);
    Generator other = new Generator(5, 1_000);

    // Then
    for (int record = 999; record >= 0; record--) {
      assertThat(one.record(record)).isEqualTo(other.record(record));
    }
    assertThat(new Generator(6, 1_000).record(0)).isNotEqualTo(one.record(0));
  }

  @Test
  void aSeedMakesTheRecordsThatItAlwaysMade() throws NoSuchAlgorithmException {
    // Given
    Generator generator = new Generator(7, 50_000);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");

    // When
    for (int record = 0; record < generator.records(); record++) {
      String line = generator.person(record) + " " + generator.record(record) + "\n";
      digest.update(line.getBytes(UTF_8));
    }

    // Then
    assertThat(HexFormat.of().formatHex(digest.digest())).isEqualTo(ALWAYS);
  }

  @Test
  void fourRecordsInFiveAreOfDifferentPersonsAndTheirOrderSaysNothing() {
    // Given
    Generator generator = new Generator(5, 10_000);

    // When
    long persons = IntStream.range(0, 10_000).map(generator::person).distinct().count();
    long early = IntStream.range(0, 5_000).map(generator::person).distinct().count();

    // Then
    assertThat(persons).isEqualTo(8_000);
    assertThat(early).isBetween(4_300L, 4_700L);
  }

  @Test
  void householdsShareHomesAndNames() {
    // When
    Household household = Household.of(new SplittableRandom(3));

    // Then
    assertThat(household.records()).hasSize(Household.PERSONS);
    assertThat(household.records().stream().map(Person::address).distinct().count())
        .isLessThan(Household.PERSONS);
  }
}
