package io.distributary.schemas.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DateTextTest {
  private static final Pattern FORM =
      Pattern.compile(
          "\\d{4}(-\\d{2}(-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})?)?)?)?");
  private static final String WHOLE = "2024-05-06T07:08:09.123456789+02:00";
  private static final String CHARACTERS = "0123456789-+:.TZ ";

  @Test
  void aTextIsReadIfAndOnlyIfItHasTheForm() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      // Given
      String text = damaged(random);

      // When
      boolean read = DateText.read(text).isPresent();

      // Then
      assertThat(read).as("seed 7: %s", text).isEqualTo(FORM.matcher(text).matches());
    }
  }

  /** The beginning of a date, or one without some of its middle, with a few characters changed. */
  private static String damaged(Random random) {
    int cut = random.nextInt(WHOLE.length() + 1);
    int resumed =
        random.nextBoolean() ? WHOLE.length() : cut + random.nextInt(WHOLE.length() + 1 - cut);
    StringBuilder text = new StringBuilder(WHOLE.substring(0, cut) + WHOLE.substring(resumed));
    for (int changes = random.nextInt(3); changes > 0 && !text.isEmpty(); changes--) {
      int at = random.nextInt(text.length());
      text.setCharAt(at, CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return text.toString();
  }
}
