package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Words;
import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Similarity;

/** Levels of two streets or two places. */
final class WordsLevels {
  static final int NEAR = 2;
  static final int ALIKE = 3;
  static final int OTHER = 4;

  private static final double NEARLY_THE_SAME = 0.93;
  private static final double ALIKE_IN_LETTERS = 0.85;
  private static final int SHORTEST_WITH_ONE_EDIT = 4;
  private static final int SHORTEST_WITH_TWO_EDITS = 10;
  private static final int SHORTEST_WITH_THREE_EDITS = 9;
  private static final int SHORTEST_FIRST_WORD = 4;
  private static final int SHORTEST_LAST_WORD = 9;

  private WordsLevels() {}

  /** Of places, one may be part of the other, and they may only sound alike. */
  static int places(Words a, Words b) {
    int level = lines(a, b);
    if (level <= NEAR) {
      return level;
    } else if ((a.isMany() || b.isMany()) && (contains(a, b) || contains(b, a))) {
      return NEAR;
    }
    boolean sound =
        a.sound() == b.sound() && Math.min(a.length(), b.length()) >= SHORTEST_WITH_ONE_EDIT;
    return sound ? ALIKE : level;
  }

  static int lines(Words a, Words b) {
    if (a.is(b)) {
      return Field.SAME;
    }
    int apart = Letters.editsBetween(a.letters(), b.letters());
    int length = Math.min(a.length(), b.length());
    double likeness = likeness(a, b);
    int few = fewEdits(length);
    if (likeness >= NEARLY_THE_SAME
        || apart <= few && Similarity.isWithin(a.joined(), b.joined(), few)) {
      return NEAR;
    }
    boolean alike =
        likeness >= ALIKE_IN_LETTERS
            || length >= SHORTEST_WITH_THREE_EDITS
                && apart <= 3
                && Similarity.isWithin(a.joined(), b.joined(), 3)
            || shareWord(a, b) && shareLongWord(a.text(), b.text());
    return alike ? ALIKE : OTHER;
  }

  private static int fewEdits(int length) {
    if (length >= SHORTEST_WITH_TWO_EDITS) {
      return 2;
    }
    return length >= SHORTEST_WITH_ONE_EDIT ? 1 : 0;
  }

  private static double likeness(Words a, Words b) {
    double most =
        Letters.jaroWinklerAtMost(
            a.letters(),
            a.length(),
            b.letters(),
            b.length(),
            Letters.commonPrefix(a.beginning(), b.beginning()));
    return most < ALIKE_IN_LETTERS ? 0 : Similarity.jaroWinkler(a.joined(), b.joined());
  }

  private static boolean contains(Words whole, Words part) {
    return Letters.isAmong(part.letters(), whole.letters())
        && (" " + whole.text() + " ").contains(" " + part.text() + " ");
  }

  private static boolean shareWord(Words a, Words b) {
    return a.firstWord() == b.firstWord() || a.lastWord() == b.lastWord();
  }

  /** The first, or a very long last one. */
  private static boolean shareLongWord(String a, String b) {
    int firstA = a.indexOf(' ');
    int firstB = b.indexOf(' ');
    if (firstA < 0 || firstB < 0) {
      return false;
    }
    if (firstA >= SHORTEST_FIRST_WORD && firstA == firstB && a.regionMatches(0, b, 0, firstA)) {
      return true;
    }
    int lastA = a.length() - a.lastIndexOf(' ') - 1;
    int lastB = b.length() - b.lastIndexOf(' ') - 1;
    return lastA >= SHORTEST_LAST_WORD
        && lastA == lastB
        && a.regionMatches(a.length() - lastA, b, b.length() - lastB, lastA);
  }
}
