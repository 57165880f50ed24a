package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Email;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Similarity;

/** Levels of two addresses for e-mail. */
final class EmailLevels {
  private static final int NEAR = 2;
  private static final int ALIKE = 3;
  private static final int OTHER = 4;
  private static final int FEW_EDITS = 2;
  private static final int SHORTEST_LOCAL = 3;

  private EmailLevels() {}

  static int of(Email a, Email b) {
    if (a.is(b)) {
      return Field.SAME;
    }
    int apart = Letters.editsBetween(a.letters(), b.letters());
    if (apart <= FEW_EDITS && Similarity.isWithin(a.text(), b.text(), FEW_EDITS)) {
      return NEAR;
    }
    int quarter = Math.min(a.length(), b.length()) / 4;
    if (apart <= quarter && Similarity.isWithin(a.text(), b.text(), quarter)) {
      return ALIKE;
    }
    boolean sameName =
        Math.min(a.localLength(), b.localLength()) >= SHORTEST_LOCAL
            && Letters.editsBetween(a.localLetters(), b.localLetters()) <= 1
            && Similarity.isWithin(a.local(), b.local(), 1);
    return sameName ? ALIKE : OTHER;
  }
}
