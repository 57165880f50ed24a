package io.distributary.gateway.matching.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.distributary.gateway.matching.record.Attribute;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Normalizer;
import io.distributary.gateway.matching.record.PatientRecord;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Vocabulary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private final Vocabulary vocabulary = new Vocabulary();
  private final Comparison comparison = new Comparison();

  private Term[] row(String attributes) {
    PatientRecord.Builder record = PatientRecord.builder("r");
    for (String pair : attributes.split(";")) {
      String[] parts = pair.strip().split("=");
      record.with(Attribute.of(parts[0]).orElseThrow(), parts[1]);
    }
    return vocabulary.add(Normalizer.features(record.build()));
  }

  @ParameterizedTest(name = "{0} | {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "given=ann | given=ann | given | the same",
        "given=robert | given=robret | given | nearly the same",
        "given=robert | given=bob | given | short or familiar form",
        "given=robert | given=rob | given | short or familiar form",
        "given=robert | given=r | given | short or familiar form",
        "given=stephen | given=stefan | given | alike in sound or letters",
        "given=ann;fullName=ann mary x;family=x | given=mary;family=x | given | a middle name of the other",
        "given=robert;middle=mary | given=robert;middle=анна | middle | missing",
        "given=наталья | given=natalya | given | missing",
        "given=小明 | given=xiaoming | given | missing",
        "given=наталья | given=анна | given | another",
        "family=иванова | family=ivanova | family | missing",
        "given=robert | given=richard | given | another, same initial",
        "given=robert | given=william | given | another",
        "family=smith | family=smyth | family | nearly the same",
        "family=smith jones | family=jones | family | part of a double name",
        "family=van dyke | family=vandyke | family | nearly the same",
        "family=philips | family=fillips | family | alike in sound or letters",
        "family=smith | family=brown | family | another",
        "given=james;family=thomas | given=thomas;family=james | nameOrder | swapped",
        "given=james;family=thomas | given=james;family=thomas | nameOrder | straight",
        "given=thomas | given=james;family=thomas | nameOrder | one name in the other's place",
        "birthDate=1980-03-07 | birthDate=1980-07-03 | birthDate | day and month swapped",
        "birthDate=1980-03-07 | birthDate=1980-03-17 | birthDate | one digit, or two neighbours exchanged",
        "birthDate=1980-03-07 | birthDate=1908-03-07 | birthDate | one digit, or two neighbours exchanged",
        "birthDate=1980-03-07 | birthDate=1995-03-07 | birthDate | two parts the same",
        "birthDate=1980-03-07 | birthDate=1980-12-25 | birthDate | same year, or two digits",
        "birthDate=1980-03-07 | birthDate=1981-12-25 | birthDate | a year apart, or one digit of it",
        "birthDate=1980-05-17 | birthDate=1980 | birthDate | same year, one without day and month",
        "birthDate=1980 | birthDate=1981 | birthDate | years near, both without day and month",
        "birthDate=1980-03-07 | birthDate=1955-12-25 | birthDate | another",
        "ssn=523456789 | ssn=523456780 | ssn | one digit",
        "ssn=523456789 | ssn=987654321 | ssn | another",
        "phone=6175550199 | phone=+1 617 555 0199 | phone | last seven, or all but one digit",
        "phone=6175550199 | phone=6175559999 | phone | another",
        "identifier=a/1234 | identifier=a/1234 | identifier | the same",
        "postalCode=02139 | postalCode=02138 | postalCode | one character",
        "postalCode=bs2 0el | postalCode=bs2 9zz | postalCode | first half the same",
        "postalCode=02139 | postalCode=02999 | postalCode | two characters the same",
        "postalCode=02139 | postalCode=90210 | postalCode | another",
        "city=saint louis | city=louis | city | nearly the same, or part of the other",
        "line=12 main street | line=12 main stret | line | nearly the same, or part of the other",
        "line=12 main street | line=99 oak avenue | line | another",
        "email=ann.lee@a.org | email=ann.lee@b.com | email | alike, or same name before the @",
        "gender=male | gender=f | gender | another",
        "given=иван | given=иван | given | the same",
        "family=山田 | family=佐藤 | family | another",
      })
  void levelIsWhatPeopleWouldSay(String a, String b, String field, String words) {
    Field compared =
        java.util.stream.Stream.of(Field.values())
            .filter(f -> f.word().equals(field))
            .findFirst()
            .orElseThrow();
    Term[] left = row(a);
    Term[] right = row(b);

    comparison.of(left, right);
    int straight = comparison.level(compared.place());
    comparison.of(right, left);
    int reverse = comparison.level(compared.place());

    assertThat(straight == 0 ? "missing" : compared.levels().get(straight - 1).words())
        .isEqualTo(words);
    assertThat(reverse).isEqualTo(straight);
  }

  @ParameterizedTest
  @CsvSource({"given=ann, family=lee", "birthDate=1980-03-07, gender=f"})
  void whatOneDoesNotSayIsMissing(String a, String b) {
    comparison.of(row(a), row(b));
    for (Field field : Field.values()) {
      if (field != Field.NAME_ORDER) {
        assertThat(comparison.level(field.place())).as(field.word()).isZero();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"identifier=urn:a|1234567, identifier=urn:b|1234567"})
  void identifiersOfTwoSystemsSayNothing(String a, String b) {
    comparison.of(row(a), row(b));
    assertThat(comparison.level(Field.IDENTIFIER.place())).isZero();
  }
}
