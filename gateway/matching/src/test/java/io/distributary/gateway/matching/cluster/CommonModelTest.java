package io.distributary.gateway.matching.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distributary.gateway.matching.lookup.Candidate;
import io.distributary.gateway.matching.lookup.PatientIndex;
import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Model;
import io.distributary.gateway.matching.model.ModelText;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.people.Generator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommonModelTest {
  private static final String ANN =
      "given=ann;family=lee;birthDate=1980-03-07;gender=f;line=12 main street;city=boston;phone=6175550199";

  /**
   * With {@code -Ddistributary.model.write=FILE}, writes it: this is where {@code
   * common-model.json} comes from.
   */
  @Test
  void modelThatShipsIsWhatTheGeneratorTeaches() throws IOException {
    // Given
    Records records = Fixtures.records(new Generator(7, 50_000));
    BatchLinkage.Linked linked =
        new BatchLinkage(records, (a, b) -> true, Apart.NOBODY, step -> {}).link();
    int persons = (int) Arrays.stream(linked.persons()).distinct().count();

    // When
    Model made = Model.of("common", linked.learned(), records, persons, linked.priors());

    // Then
    String file = System.getenv().getOrDefault("DISTRIBUTARY_MODEL", "");
    if (!file.isEmpty()) {
      Files.write(Path.of(file), ModelText.write(made));
      return;
    }
    Model shipped = ModelText.common();
    double[][] weights = shipped.parameters().weights();
    for (Field field : Field.values()) {
      for (int level = Field.SAME; level < field.levelCount(); level++) {
        assertThat(weights[field.place()][level])
            .as("%s, level %d", field.word(), level)
            .isCloseTo(made.parameters().weights()[field.place()][level], within(0.01));
      }
    }
    assertThat(shipped.values().get(Field.FAMILY).keySet())
        .isEqualTo(made.values().get(Field.FAMILY).keySet());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the same | " + ANN + " | CERTAIN",
        "moved, a letter wrong | given=anne;family=lee;birthDate=1980-03-07;gender=f;line=99 oak avenue;city=salem | PROBABLE",
        "name and birthday | given=ann;family=lee;birthDate=1980-03-07 | CERTAIN",
        "a name only | given=ann;family=lee | POSSIBLE",
        "brother of one home | given=bob;family=lee;birthDate=1978-11-30;gender=m;line=12 main street;city=boston;phone=6175550199 | CERTAINLY_NOT",
        "a stranger | given=zoe;family=garcia;birthDate=1999-12-31;gender=f | none",
      })
  void emptySystemMatchesSensiblyFromItsFirstPatient(String what, String probe, String grade) {
    // Given
    PatientIndex patients = new PatientIndex(ModelText.common());
    patients.put("ann", Fixtures.features(ANN));

    // When
    List<Candidate> candidates = patients.lookUp(Fixtures.features(probe), 5);

    // Then
    String found = candidates.isEmpty() ? "none" : candidates.get(0).grade().name();
    assertThat(found).as(words(candidates)).isEqualTo(grade);
  }

  private static String words(List<Candidate> candidates) {
    return candidates.isEmpty() ? "" : words(candidates.get(0).explanation());
  }

  private static String words(Explanation explanation) {
    return explanation.score() + " bits: " + explanation;
  }
}
