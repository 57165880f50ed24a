package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Name;
import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Nicknames;
import io.distributary.gateway.matching.text.Similarity;

/**
 * Levels of two given or two family names. Almost all pairs have nothing in common, which their
 * letters prove without a look at the texts. Names in two scripts may be one name: nothing can be
 * said.
 */
final class NameLevels {
  static final int NEAR = 2;
  static final int GIVEN_SHORT_FORM = 3;
  static final int FAMILY_PART = 3;
  static final int ALIKE = 4;
  static final int OTHER_NAME = 5;
  static final int GIVEN_INITIAL = 6;
  static final int GIVEN_OTHER = 7;
  static final int FAMILY_OTHER = 6;

  private static final double NEARLY_THE_SAME = 0.93;
  private static final double ALIKE_IN_LETTERS = 0.85;
  private static final int SHORTEST_WITH_ONE_EDIT = 3;
  private static final int SHORTEST_WITH_TWO_EDITS = 5;

  private NameLevels() {}

  static int given(Name a, Name b) {
    if (a.is(b)) {
      return Field.SAME;
    } else if (Letters.areOfTwoScripts(a.letters(), b.letters())) {
      return Field.MISSING;
    }
    boolean initial = Letters.commonPrefix(a.beginning(), b.beginning()) > 0;
    int length = Math.min(a.length(), b.length());
    if (length == 1) {
      return initial ? GIVEN_SHORT_FORM : GIVEN_OTHER;
    }
    boolean nickname = Nicknames.shareOne(a.nicknames(), b.nicknames());
    if (!nickname && areFar(a, b)) {
      return initial ? GIVEN_INITIAL : GIVEN_OTHER;
    }
    double likeness = likeness(a, b);
    if (nickname) {
      return GIVEN_SHORT_FORM;
    } else if (isNear(a, b, likeness, length)) {
      return NEAR;
    } else if (isShortForm(a, b, length)) {
      return GIVEN_SHORT_FORM;
    } else if (isAlike(a, b, likeness, length)) {
      return ALIKE;
    }
    return initial ? GIVEN_INITIAL : GIVEN_OTHER;
  }

  static int family(Name a, Name b) {
    if (a.is(b)) {
      return Field.SAME;
    } else if (Letters.areOfTwoScripts(a.letters(), b.letters())) {
      return Field.MISSING;
    } else if (areFar(a, b)) {
      return FAMILY_OTHER;
    }
    int length = Math.min(a.length(), b.length());
    double likeness = likeness(a, b);
    if (isNear(a, b, likeness, length)) {
      return NEAR;
    } else if (sharePart(a, b) || areWrittenApart(a, b)) {
      return FAMILY_PART;
    }
    return isAlike(a, b, likeness, length) ? ALIKE : FAMILY_OTHER;
  }

  /** Whether their letters prove that they are another, whatever nicknames say. */
  static boolean areFar(Name a, Name b) {
    int lengthA = a.length();
    int lengthB = b.length();
    if (a.parts() != null || b.parts() != null || lengthA == 1 || lengthB == 1) {
      return false;
    }
    if (a.sound() == b.sound() || Letters.editsBetween(a.letters(), b.letters()) <= 2) {
      return false;
    }
    return atMost(a, b) < ALIKE_IN_LETTERS;
  }

  private static double atMost(Name a, Name b) {
    return Letters.jaroWinklerAtMost(
        a.letters(),
        a.length(),
        b.letters(),
        b.length(),
        Letters.commonPrefix(a.beginning(), b.beginning()));
  }

  private static double likeness(Name a, Name b) {
    return atMost(a, b) < ALIKE_IN_LETTERS ? 0 : Similarity.jaroWinkler(a.text(), b.text());
  }

  private static boolean isNear(Name a, Name b, double likeness, int length) {
    return likeness >= NEARLY_THE_SAME || length >= SHORTEST_WITH_ONE_EDIT && isWithin(a, b, 1);
  }

  private static boolean isAlike(Name a, Name b, double likeness, int length) {
    return a.sound() == b.sound()
        || likeness >= ALIKE_IN_LETTERS
        || length >= SHORTEST_WITH_TWO_EDITS && isWithin(a, b, 2);
  }

  private static boolean isWithin(Name a, Name b, int edits) {
    return Letters.editsBetween(a.letters(), b.letters()) <= edits
        && Similarity.isWithin(a.text(), b.text(), edits);
  }

  private static boolean isShortForm(Name a, Name b, int length) {
    return length >= SHORTEST_WITH_ONE_EDIT
            && (a.text().startsWith(b.text()) || b.text().startsWith(a.text()))
        || sharePart(a, b);
  }

  private static boolean sharePart(Name a, Name b) {
    String[] partsA = a.parts();
    String[] partsB = b.parts();
    if (partsA == null && partsB == null) {
      return false;
    }
    for (String x : partsA == null ? new String[] {a.text()} : partsA) {
      for (String y : partsB == null ? new String[] {b.text()} : partsB) {
        if (x.equals(y)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean areWrittenApart(Name a, Name b) {
    return (a.parts() != null || b.parts() != null)
        && a.text().replace(" ", "").equals(b.text().replace(" ", ""));
  }
}
