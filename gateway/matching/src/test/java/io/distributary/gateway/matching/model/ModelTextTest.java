package io.distributary.gateway.matching.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distributary.gateway.matching.cluster.Apart;
import io.distributary.gateway.matching.cluster.BatchLinkage;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.testing.Fixtures;
import io.distributary.people.Generator;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTextTest {
  private static Model model;

  @BeforeAll
  static void learn() {
    Records records = Fixtures.records(new Generator(3, 3_000));
    BatchLinkage.Linked linked =
        new BatchLinkage(records, (a, b) -> true, Apart.NOBODY, step -> {}).link();
    int persons = (int) Arrays.stream(linked.persons()).distinct().count();
    model = Model.of("test", linked.learned(), records, persons, linked.priors());
  }

  @Test
  void modelIsReadAsItWasWritten() throws InvalidModelException {
    byte[] written = ModelText.write(model);
    assertThat(ModelText.write(ModelText.read(written))).isEqualTo(written);
  }

  @Test
  void modelKnowsOnlyWhatTenPersonsShare() {
    for (Map<String, Double> values : model.values().values()) {
      assertThat(values.values()).allMatch(share -> share * model.persons() >= 10);
    }
    assertThat(model.values().get(Field.FAMILY)).containsKey("smith");
    assertThat(model.values().get(Field.SSN)).isEmpty();
    assertThat(model.values().get(Field.PHONE)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"records, -5", "records, 0", "persons, 0", "persons, -7"})
  void modelOfNobodyIsRefused(String name, int count) {
    String text = new String(ModelText.write(model), UTF_8);
    String wrong = text.replaceFirst("\"" + name + "\":\\d+", "\"" + name + "\":" + count);
    assertThatThrownBy(() -> ModelText.read(wrong.getBytes(UTF_8)))
        .hasMessage("Not a model: " + name + " is not at least 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | Not a model: (NOT_AN_OBJECT)",
        "{} | Not a model: distributaryModel is not a number",
        "{\"distributaryModel\":2} | Not a model: distributaryModel is not 1",
        "{\"distributaryModel\":1} | Not a model: fields is not an object",
        "{\"distributaryModel\":1,\"fields\":{}} | Not a model: fields.given is not an object",
        "{\"distributaryModel\":1,\"fields\":{\"given\":{\"levels\":[]}}} | Not a model: fields.given.levels are not the 7 of this version",
      })
  void whatIsNoModelIsRefusedWithItsPlace(String json, String sentence) {
    assertThatThrownBy(() -> ModelText.read(json.getBytes(UTF_8)))
        .isInstanceOf(InvalidModelException.class)
        .hasMessage(sentence);
  }
}
