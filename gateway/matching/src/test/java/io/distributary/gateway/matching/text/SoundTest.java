package io.distributary.gateway.matching.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundTest {
  @ParameterizedTest
  @CsvSource({
    "smith, smyth",
    "catherine, katherine",
    "stephen, steven",
    "philip, filip",
    "meier, mayer",
    "de la cruz, delacruz"
  })
  void namesThatArePronouncedAlikeSoundTheSame(String a, String b) {
    assertThat(Sound.of(a)).isEqualTo(Sound.of(b)).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"smith, jones", "anna, otto", "garcia, lopez"})
  void othersDoNot(String a, String b) {
    assertThat(Sound.of(a)).isNotEqualTo(Sound.of(b));
  }

  @ParameterizedTest
  @CsvSource({"محمد", "小明", "אברהם"})
  void namesOfOtherScriptsSoundAsTheyAreWritten(String name) {
    assertThat(Sound.of(name)).isEqualTo(name);
  }
}
