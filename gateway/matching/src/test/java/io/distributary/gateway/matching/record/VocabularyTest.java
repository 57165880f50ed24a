package io.distributary.gateway.matching.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.testing.Fixtures;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private final Vocabulary vocabulary = new Vocabulary();
  private final List<Field> dropped = new ArrayList<>();

  private Term[] kept(String attributes) {
    Term[] row = vocabulary.add(Fixtures.features(attributes));
    vocabulary.keep(row);
    return row;
  }

  private void release(Term[] row) {
    vocabulary.release(row, (field, term) -> dropped.add(field));
  }

  private Term found(String attributes, Field field) {
    return vocabulary.lookUp(Fixtures.features(attributes))[field.place()];
  }

  @Test
  void termThatNoRowUsesAnyMoreIsDroppedForAllFieldsOfItsKind() {
    release(kept("city=boston"));
    assertThat(dropped).contains(Field.CITY).doesNotContain(Field.GIVEN);
    assertThat(found("city=boston", Field.CITY).ordinal()).isEqualTo(Term.UNKNOWN);

    dropped.clear();
    release(kept("given=ann"));
    assertThat(dropped).contains(Field.GIVEN, Field.FAMILY).doesNotContain(Field.CITY);
  }

  @Test
  void termThatAnotherRowUsesStays() {
    // Given
    Term[] row = kept("given=ann;family=ann");
    Term[] other = kept("family=ann");
    Term ann = other[Field.FAMILY.place()];

    // When, Then
    release(row);
    assertThat(found("given=ann", Field.GIVEN)).isSameAs(ann);
    release(other);
    assertThat(found("given=ann", Field.GIVEN).ordinal()).isEqualTo(Term.UNKNOWN);
  }

  @Test
  void internedTermStays() {
    Term ann = vocabulary.intern(Field.GIVEN, "ann");
    release(kept("given=ann"));
    assertThat(found("given=ann", Field.GIVEN)).isSameAs(ann);
  }

  @Test
  void rowsThatComeAndGoMakeItNoLarger() {
    for (int i = 0; i < 1_000; i++) {
      release(kept("phone=61755" + (10_000 + i) + ";line=" + i + " main street"));
    }
    assertThat(vocabulary.size(Field.PHONE)).isEqualTo(1);
    assertThat(vocabulary.size(Field.LINE)).isEqualTo(1);
  }
}
