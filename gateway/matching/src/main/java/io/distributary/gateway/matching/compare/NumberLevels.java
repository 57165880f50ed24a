package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.IdNumber;
import io.distributary.gateway.matching.record.Identifier;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.text.Letters;
import io.distributary.gateway.matching.text.Similarity;

/** Levels of what consists of digits: numbers, identifiers, telephones, postal codes. */
final class NumberLevels {
  static final int ONE_DIGIT = 2;
  static final int OTHER = 3;

  private static final int POSTAL_HALF = 3;
  private static final int POSTAL_TWO = 4;
  private static final int POSTAL_OTHER = 5;
  private static final int TELEPHONE_TAIL = 7;

  private NumberLevels() {}

  static int numbers(IdNumber a, IdNumber b) {
    if (a.is(b)) {
      return Field.SAME;
    }
    boolean near =
        Letters.editsBetweenCounts(a.counts(), b.counts()) <= 1
            && Similarity.isWithin(a.text(), b.text(), 1);
    return near ? ONE_DIGIT : OTHER;
  }

  /** The same number with and without the codes before it. */
  static int telephones(IdNumber a, IdNumber b) {
    int level = numbers(a, b);
    boolean alike = level == OTHER && a.tail() == b.tail() && endAlike(a.text(), b.text());
    return alike ? ONE_DIGIT : level;
  }

  private static boolean endAlike(String a, String b) {
    return a.length() >= TELEPHONE_TAIL
        && b.length() >= TELEPHONE_TAIL
        && a.regionMatches(
            a.length() - TELEPHONE_TAIL, b, b.length() - TELEPHONE_TAIL, TELEPHONE_TAIL);
  }

  /** Two systems number independently of each other: nothing can be said. */
  static int identifiers(Identifier a, Identifier b) {
    if (!a.system().equals(b.system())) {
      return Field.MISSING;
    } else if (a.value().equals(b.value())) {
      return Field.SAME;
    }
    return Similarity.isWithin(a.value(), b.value(), 1) ? ONE_DIGIT : OTHER;
  }

  static int postalCodes(Term a, Term b) {
    String x = a.text();
    String y = b.text();
    if (a.is(b)) {
      return Field.SAME;
    } else if (Similarity.isWithin(x, y, 1)) {
      return ONE_DIGIT;
    }
    int common = commonPrefix(x, y);
    if (2 * common >= Math.max(x.length(), y.length())) {
      return POSTAL_HALF;
    }
    return common >= 2 ? POSTAL_TWO : POSTAL_OTHER;
  }

  private static int commonPrefix(String a, String b) {
    int most = Math.min(a.length(), b.length());
    int length = 0;
    while (length < most && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }
}
