package io.distributary.gateway.matching.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
  @ParameterizedTest
  @CsvSource({
    "'  José-María ', jose maria",
    "O'Neill, oneill",
    "O\u2019Neill, oneill",
    "Müller, muller",
    "ＡＢＣ, abc",
    "Weiß, weiss",
    "Łukasz Sørensen, lukasz sorensen",
    "Đorđe Þór, dorde thor",
    "Æsa, aesa",
    "Иванов, иванов",
    "'山田 太郎', 山田 太郎",
    "St. John, st john",
    "'Unknown', ''",
    "'BABY BOY', ''",
    "'N/A', ''",
    "'---', ''",
    "'', ''"
  })
  void wordsAreFolded(String raw, String words) {
    assertThat(Normal.words(raw)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "123-45-6789, ''",
    "523-45-6780, 523456780",
    "000-00-0000, ''",
    "999999999, ''",
    "12, ''",
    "+1 (617) 555-0100, 16175550100",
    "AB 12 cd, ab12cd"
  })
  void numbersThatIdentifyNobodyAreMissing(String raw, String number) {
    assertThat(Normal.number(raw)).isEqualTo(number);
  }
}
