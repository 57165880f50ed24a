package io.distributary.gateway.matching.block;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.people.Generator;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockIndexTest {
  private static final int COUNT = 3_000;

  @Test
  void recordsThatComeAndGoAreFoundWhileTheyAreThere() {
    // Given
    Records records = Fixtures.records(new Generator(1, COUNT));
    BlockIndex index = new BlockIndex(records);
    BitSet present = new BitSet();
    SplittableRandom random = new SplittableRandom(4);

    // When
    for (int step = 0; step < 20_000; step++) {
      int record = random.nextInt(COUNT);
      if (present.get(record)) {
        index.remove(record);
      } else {
        index.add(record);
      }
      present.flip(record);
    }

    // Then
    for (int record = 0; record < COUNT; record++) {
      int[] found = index.candidates(records.row(record));
      assertThat(Arrays.stream(found)).as("%d", record).allMatch(present::get);
      assertThat(Arrays.stream(found).anyMatch(isIt(record)))
          .as("%d finds itself", record)
          .isEqualTo(present.get(record));
    }
  }

  private static java.util.function.IntPredicate isIt(int record) {
    return found -> found == record;
  }

  @Test
  void anIndexFromWhichAllIsRemovedFindsNothing() {
    Records records = Fixtures.records(new Generator(1, 500));
    BlockIndex index = new BlockIndex(records);
    for (int record = 0; record < 500; record++) {
      index.add(record);
    }
    for (int record = 499; record >= 0; record--) {
      index.remove(record);
    }
    for (int record = 0; record < 500; record++) {
      assertThat(index.candidates(records.row(record))).isEmpty();
    }
  }

  @Test
  void tenThousandOfOneNameAndBirthDateAreNoMoreWorkThanSixty() {
    // Given
    Records records = alike(10_000);
    BlockIndex index = new BlockIndex(records);

    // When
    for (int record = 0; record < records.count(); record++) {
      index.add(record);
    }

    // Then
    assertThat(index.candidates(records.row(7)).length).isLessThan(1_000);
  }

  static Records alike(int count) {
    Vocabulary vocabulary = new Vocabulary();
    Term[][] rows = new Term[count][];
    for (int i = 0; i < count; i++) {
      rows[i] =
          vocabulary.add(
              Normalizer.features(
                  PatientRecord.builder("r" + i)
                      .with(Attribute.GIVEN, "ann")
                      .with(Attribute.FAMILY, "lee")
                      .with(Attribute.BIRTH_DATE, "1980-03-07")
                      .build()));
    }
    return new Records(vocabulary, rows);
  }
}
