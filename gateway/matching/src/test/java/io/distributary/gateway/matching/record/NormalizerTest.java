package io.distributary.gateway.matching.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalizerTest {
  private static Features features(Object... pairs) {
    PatientRecord.Builder record = PatientRecord.builder("r");
    for (int i = 0; i < pairs.length; i += 2) {
      record.with((Attribute) pairs[i], (String) pairs[i + 1]);
    }
    return Normalizer.features(record.build());
  }

  @ParameterizedTest
  @CsvSource({
    "1980-03-07, 19800307",
    "1980-3-7, 19800307",
    "1980-03-07T00:00:00Z, 19800307",
    "19800307, 19800307",
    "03/07/1980, 19800307",
    "27/03/1980, 19800327",
    "1980, 19800101",
    "1980-03, 19800101",
    "1856-86-18, 18568618",
    "1900-01-01, ''",
    "0001-01-01, ''",
    "yesterday, ''",
    "80-03-07, ''"
  })
  void datesAreReadAsPeopleWriteThem(String raw, String date) {
    assertThat(String.join("", features(Attribute.BIRTH_DATE, raw).of(Field.BIRTH_DATE)))
        .isEqualTo(date);
  }

  @Test
  void ofOneFieldTheFirstTwentyValuesCount() {
    PatientRecord.Builder record = PatientRecord.builder("r");
    for (int i = 0; i < 50_000; i++) {
      record.with(Attribute.IDENTIFIER, "urn:x|A" + (10_000 + i)).with(Attribute.GIVEN, "n" + i);
    }
    Features features = Normalizer.features(record.build());
    assertThat(features.of(Field.IDENTIFIER)).hasSize(20).contains("urn:x|a10019");
    assertThat(features.of(Field.GIVEN)).hasSize(20).contains("n19");
  }

  @ParameterizedTest
  @CsvSource({"Don, don", "Earl, earl", "Mr, ''", "Dr. Don, ''"})
  void titleThatIsANameIsOneWhereItStandsAlone(String given, String name) {
    assertThat(String.join("", features(Attribute.GIVEN, given).of(Field.GIVEN))).isEqualTo(name);
  }

  @Test
  void dateMayComeInParts() {
    Features features =
        features(
            Attribute.BIRTH_YEAR, "1980", Attribute.BIRTH_MONTH, "3", Attribute.BIRTH_DAY, "7");
    assertThat(features.of(Field.BIRTH_DATE)).containsExactly("19800307");
  }

  @Test
  void fullNameIsTakenApartWhereNothingElseIsThere() {
    Features features = features(Attribute.FULL_NAME, "Dr. Ann Mary Lee Jr");
    assertThat(features.of(Field.GIVEN)).containsExactly("ann");
    assertThat(features.of(Field.FAMILY)).containsExactly("lee");
    assertThat(features.of(Field.MIDDLE)).containsExactly("mary");
  }

  @Test
  void fullNameBesideNamesGivesTheMiddleNames() {
    Features features =
        features(
            Attribute.GIVEN, "Ann", Attribute.FAMILY, "Lee", Attribute.FULL_NAME, "ann mary lee");
    assertThat(features.of(Field.MIDDLE)).containsExactly("mary");
  }

  @Test
  void maidenNameIsAnotherFamilyName() {
    Features features = features(Attribute.FAMILY, "Lee", Attribute.MAIDEN, "Kim");
    assertThat(features.of(Field.FAMILY)).containsExactly("kim", "lee");
  }

  @Test
  void placeholdersAreMissing() {
    Features features =
        features(
            Attribute.GIVEN, "Baby Boy",
            Attribute.FAMILY, "UNKNOWN",
            Attribute.GENDER, "unknown",
            Attribute.SSN, "000-00-0000",
            Attribute.PHONE, "n/a",
            Attribute.EMAIL, "none");
    for (Field field : Field.values()) {
      assertThat(features.of(field)).as(field.word()).isEqualTo(List.of());
    }
  }

  @Test
  void absurdlyLongValuesAreCut() {
    assertThat(features(Attribute.GIVEN, "a".repeat(1_000_000)).of(Field.GIVEN).get(0))
        .hasSize(256);
  }

  @Test
  void identifiersKeepTheirSystems() {
    Features features =
        features(Attribute.IDENTIFIER, "urn:a|MRN-1234", Attribute.IDENTIFIER, "5678-90");
    assertThat(features.of(Field.IDENTIFIER)).containsExactly("urn:a|mrn1234", "|567890");
  }

  @Test
  void nothingOfAPatientStandsInATextForm() {
    Vocabulary vocabulary = new Vocabulary();
    PatientRecord record = PatientRecord.builder("r").with(Attribute.FAMILY, "Canaryname").build();
    Features features = Normalizer.features(record);
    Term term = vocabulary.add(features)[Field.FAMILY.place()];
    assertThat(record + " " + features + " " + term).doesNotContainIgnoringCase("canary");
  }
}
