package io.distributary.gateway.matching.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityTest {
  private static final int PAIRS = 20_000;

  @ParameterizedTest
  @CsvSource({
    "smith, smith, 0",
    "smith, smyth, 1",
    "smith, smiht, 1",
    "smith, mith, 1",
    "smith, smithe, 1",
    "ca, abc, 3",
    "'', abc, 3"
  })
  void distanceCountsEditsAndExchanges(String a, String b, int edits) {
    assertThat(Similarity.distance(a, b, 9)).isEqualTo(edits);
    assertThat(Similarity.distance(b, a, 9)).isEqualTo(edits);
  }

  @Test
  void distanceThatIsTooLargeIsOnlyKnownToBe() {
    assertThat(Similarity.distance("abcdefgh", "zyxwvuts", 2)).isGreaterThan(2);
    assertThat(Similarity.isWithin("abcdefgh", "zyxwvuts", 2)).isFalse();
  }

  @Test
  void isWithinAgreesWithTheDistance() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < PAIRS; i++) {
      String a = word(random);
      String b = edited(a, random);
      for (int edits = 0; edits <= 3; edits++) {
        assertThat(Similarity.isWithin(a, b, edits))
            .as("%s %s within %d", a, b, edits)
            .isEqualTo(Similarity.distance(a, b, 99) <= edits);
      }
    }
  }

  @Test
  void beginningsTellTheCommonPrefix() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < PAIRS; i++) {
      String a = word(random);
      String b = edited(a, random);
      if (!a.equals(b)) {
        assertThat(Letters.commonPrefix(Letters.beginning(a), Letters.beginning(b)))
            .as("%s %s", a, b)
            .isEqualTo(Similarity.commonPrefix(a, b));
      }
    }
  }

  @Test
  void jaroWinklerIsThatOfOthers() {
    SplittableRandom random = new SplittableRandom(1);
    JaroWinklerSimilarity theirs = new JaroWinklerSimilarity();
    for (int i = 0; i < PAIRS; i++) {
      String a = word(random);
      String b = random.nextBoolean() ? word(random) : a.substring(1) + word(random).charAt(0);
      assertThat(Similarity.jaroWinkler(a, b))
          .as("%s %s", a, b)
          .isCloseTo(theirs.apply(a, b), within(1e-9));
    }
  }

  @Test
  void lettersNeverPromiseTooLittle() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < PAIRS; i++) {
      String a = word(random);
      String b = word(random);
      long x = Letters.of(a);
      long y = Letters.of(b);
      assertThat(Letters.editsBetween(x, y)).isLessThanOrEqualTo(Similarity.distance(a, b, 99));
      assertThat(
              Letters.jaroWinklerAtMost(
                  x, a.length(), y, b.length(), Similarity.commonPrefix(a, b)))
          .as("%s %s", a, b)
          .isGreaterThanOrEqualTo(Similarity.jaroWinkler(a, b) - 1e-9);
    }
  }

  @Test
  void countsNeverPromiseTooMuch() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < PAIRS; i++) {
      String a = Integer.toString(random.nextInt(1_000_000));
      String b = Integer.toString(random.nextInt(1_000_000));
      assertThat(Letters.editsBetweenCounts(Letters.counts(a), Letters.counts(b)))
          .isLessThanOrEqualTo(Similarity.distance(a, b, 99));
    }
  }

  /** At most three edits, some of them none. */
  private static String edited(String word, SplittableRandom random) {
    StringBuilder edited = new StringBuilder(word);
    for (int edit = random.nextInt(4); edit > 0 && edited.length() > 1; edit--) {
      int at = random.nextInt(edited.length() - 1);
      char letter = (char) ('a' + random.nextInt(6));
      switch (random.nextInt(4)) {
        case 0 -> edited.deleteCharAt(at);
        case 1 -> edited.insert(at, letter);
        case 2 -> edited.setCharAt(at, letter);
        default -> edited.insert(at + 2, edited.charAt(at)).deleteCharAt(at);
      }
    }
    return edited.toString();
  }

  private static String word(SplittableRandom random) {
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(10);
    for (int i = 0; i < length; i++) {
      word.append((char) ('a' + random.nextInt(6)));
    }
    return word.toString();
  }
}
