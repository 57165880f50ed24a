package io.distributary.schemas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceIdTest {
  @ParameterizedTest
  @ValueSource(strings = {"Patient/p-1", "Observation/A.b-9", "Patient/...", "X/0"})
  void textOfTheFormTypeAndIdIsReadAndWrittenBack(String text) {
    assertThat(ResourceId.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Patient",
        "Patient/",
        "/p-1",
        "patient/p-1",
        "Patient/p 1",
        "Patient/p-1/",
        "Patient/p-1\n",
        "Patient/.",
        "Patient/..",
        "Patient/../x",
        "Patient/$everything",
        "Patient/é",
        "Pat1ent/x",
        "Patient`) DETACH DELETE n/x"
      })
  void anythingElseIsRefusedWithoutRepeatingIt(String text) {
    assertThat(ResourceId.tryParse(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceId.parse(text))
        .withMessage("Not a resource id of the form Type/id");
  }

  @Test
  void anIdHasAtMostSixtyFourCharacters() {
    assertThat(ResourceId.tryParse("Patient/" + "x".repeat(64))).isPresent();
    assertThat(ResourceId.tryParse("Patient/" + "x".repeat(65))).isEmpty();
  }
}
