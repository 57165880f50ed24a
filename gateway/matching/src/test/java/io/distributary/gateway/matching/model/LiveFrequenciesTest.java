package io.distributary.gateway.matching.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.gateway.matching.record.Features;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import io.distributary.gateway.matching.testing.Fixtures;
import org.junit.jupiter.api.Test;

class LiveFrequenciesTest {
  private static final int KNOWN = 1_000;
  private static final int LEES = 10;

  private final Vocabulary vocabulary = new Vocabulary();
  private final double[][] m = Parameters.commonM();
  private final LiveFrequencies frequencies =
      new LiveFrequencies(
          m,
          new KnownFrequencies() {
            @Override
            public double persons(Field field) {
              return KNOWN;
            }

            @Override
            public double persons(Field field, Term term) {
              return term.text().equals("lee") ? LEES : 1;
            }
          });

  private Term family(String name) {
    Features features = Fixtures.features("family=" + name);
    return vocabulary.add(features)[Field.FAMILY.place()];
  }

  private double share(Term term) {
    return m[Field.FAMILY.place()][Field.SAME]
        / Math.exp(frequencies.same(Field.FAMILY.place(), term));
  }

  @Test
  void whatIsKnownBeforehandCountsUntilSomebodyComes() {
    assertThat(share(family("lee"))).isCloseTo((double) LEES / KNOWN, within(1e-6));
    assertThat(share(family("novak"))).isCloseTo(1.0 / KNOWN, within(1e-6));
  }

  @Test
  void thoseWhoComeAreCountedOnTop() {
    // When
    for (int i = 0; i < 90; i++) {
      frequencies.count(Field.FAMILY, family("lee"), 1);
    }
    // Then
    assertThat(share(family("lee"))).isCloseTo((LEES + 90.0) / (KNOWN + 90), within(1e-6));
    assertThat(share(family("novak"))).isCloseTo(1.0 / (KNOWN + 90), within(1e-6));
  }

  @Test
  void thoseWhoGoLeaveNothing() {
    double before = share(family("novak"));
    frequencies.count(Field.FAMILY, family("novak"), 1);
    frequencies.count(Field.FAMILY, family("novak"), -1);
    assertThat(share(family("novak"))).isEqualTo(before);
  }

  @Test
  void valueThatNobodyHasIsAsRareAsCanBe() {
    Term unknown = vocabulary.lookUp(Fixtures.features("family=zzyzx"))[Field.FAMILY.place()];
    assertThat(unknown.ordinal()).isEqualTo(Term.UNKNOWN);
    assertThat(share(unknown)).isCloseTo(1.0 / KNOWN, within(1e-6));
  }

  @Test
  void fieldsWithoutFrequenciesCountNothing() {
    Features features = Fixtures.features("gender=f");
    frequencies.count(Field.GENDER, vocabulary.add(features)[Field.GENDER.place()], 1);
    assertThat(share(family("novak"))).isCloseTo(1.0 / KNOWN, within(1e-6));
  }
}
