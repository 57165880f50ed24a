package io.distributary.gateway.matching.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwinsTest {
  private static final String ANN = "ann,lee,1980-03-07,12 main street,female,mary,523456780";

  private static Comparison compared(String one, String other) {
    Vocabulary vocabulary = new Vocabulary();
    Comparison comparison = new Comparison();
    comparison.of(row(vocabulary, one), row(vocabulary, other));
    return comparison;
  }

  private static Term[] row(Vocabulary vocabulary, String values) {
    String[] parts = values.split(",", -1);
    Attribute[] attributes = {
      Attribute.GIVEN,
      Attribute.FAMILY,
      Attribute.BIRTH_DATE,
      Attribute.LINE,
      Attribute.GENDER,
      Attribute.MIDDLE,
      Attribute.SSN
    };
    PatientRecord.Builder record = PatientRecord.builder("r");
    for (int i = 0; i < parts.length; i++) {
      record.with(attributes[i], parts[i]);
    }
    return vocabulary.add(Normalizer.features(record.build()));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "another given name and gender | bob,lee,1980-03-07,12 main street,male,, | true",
        "another given and middle name | eve,lee,1980-03-07,12 main street,female,grace, | true",
        "only another given name, which may be an error | eve,lee,1980-03-07,12 main street,female,, | false",
        "a familiar form of the name | annie,lee,1980-03-07,12 main street,male,, | false",
        "another birthday | bob,lee,1981-03-07,12 main street,male,, | false",
        "another home | bob,lee,1980-03-07,99 oak avenue,male,, | false",
        "no given name yet, another gender | ,lee,1980-03-07,12 main street,male,, | false",
        "the same number | bob,lee,1980-03-07,12 main street,male,,523456780 | false",
      })
  void twinsAreKeptApartWhereMoreThanTheGivenNameDiffers(String what, String other, boolean apart) {
    assertThat(Twins.areApart(compared(ANN, other))).as(what).isEqualTo(apart);
    assertThat(Twins.areApart(compared(other, ANN))).as(what).isEqualTo(apart);
  }

  @ParameterizedTest(name = "{0}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "another given name | eve,lee,1980-03-07,12 main street,female,, | true",
        "no given name yet | ,lee,1980-03-07,12 main street,female,, | true",
        "the same given name | ann,lee,1980-03-07,12 main street,female,, | false",
        "no given name, another home | ,lee,1980-03-07,99 oak avenue,female,, | false",
        "no given name, the same number | ,lee,1980-03-07,12 main street,,,523456780 | false",
      })
  void whoMayBeATwinIsSeen(String what, String other, boolean twins) {
    assertThat(Twins.mayBe(compared(ANN, other))).as(what).isEqualTo(twins);
  }
}
