package io.distributary.gateway.matching.text;

/** How alike two texts are. Texts are compared by UTF-16 units. */
public final class Similarity {
  static final double PREFIX_WEIGHT = 0.1;
  static final int PREFIX = 4;
  private static final double BOOST_FROM = 0.7;
  private static final int LONGEST = 64;

  private Similarity() {}

  /**
   * Whether so few insertions, deletions, replacements and exchanges of neighbours make one the
   * other.
   */
  public static boolean isWithin(String a, String b, int edits) {
    return edits == 1 ? isWithinOne(a, b) : distance(a, b, edits) <= edits;
  }

  /** One edit leaves what is before and behind it as it is. */
  private static boolean isWithinOne(String a, String b) {
    int longer = a.length() - b.length();
    int at = firstDifference(a, b);
    return switch (longer) {
      case 0 -> restIsSame(a, at + 1, b, at + 1) || areExchanged(a, b, at);
      case 1 -> restIsSame(a, at + 1, b, at);
      case -1 -> restIsSame(a, at, b, at + 1);
      default -> false;
    };
  }

  private static int firstDifference(String a, String b) {
    int most = Math.min(a.length(), b.length());
    int at = 0;
    while (at < most && a.charAt(at) == b.charAt(at)) {
      at++;
    }
    return at;
  }

  /** Of rests of the same length. */
  private static boolean restIsSame(String a, int fromA, String b, int fromB) {
    return fromA >= a.length() || a.regionMatches(fromA, b, fromB, a.length() - fromA);
  }

  private static boolean areExchanged(String a, String b, int at) {
    return at + 1 < a.length()
        && a.charAt(at) == b.charAt(at + 1)
        && a.charAt(at + 1) == b.charAt(at)
        && restIsSame(a, at + 2, b, at + 2);
  }

  /**
   * Optimal string alignment: each part is edited once.
   *
   * @return the distance, or more than {@code most} as soon as it must be more
   */
  static int distance(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return most + 1;
    }
    int[] before = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      int least = i;
      for (int j = 1; j <= b.length(); j++) {
        int edits = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int best = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + edits);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, before[j - 2] + 1);
        }
        row[j] = best;
        least = Math.min(least, best);
      }
      if (least > most) {
        return most + 1;
      }
      int[] free = before;
      before = last;
      last = row;
      row = free;
    }
    return last[b.length()];
  }

  /** Of at most four characters. */
  static int commonPrefix(String a, String b) {
    int most = Math.min(PREFIX, Math.min(a.length(), b.length()));
    int length = 0;
    while (length < most && a.charAt(length) == b.charAt(length)) {
      length++;
    }
    return length;
  }

  /** From 0 to 1. Of texts longer than 64, only whether they are equal. */
  public static double jaroWinkler(String a, String b) {
    if (a.length() > LONGEST || b.length() > LONGEST) {
      return a.equals(b) ? 1 : 0;
    }
    double jaro = jaro(a, b);
    return jaro > BOOST_FROM ? jaro + PREFIX_WEIGHT * commonPrefix(a, b) * (1 - jaro) : jaro;
  }

  private static double jaro(String a, String b) {
    int window = Math.max(0, Math.max(a.length(), b.length()) / 2 - 1);
    long matchedA = 0;
    long matchedB = 0;
    for (int i = 0; i < a.length(); i++) {
      int to = Math.min(b.length() - 1, i + window);
      for (int j = Math.max(0, i - window); j <= to; j++) {
        if ((matchedB >>> j & 1) == 0 && a.charAt(i) == b.charAt(j)) {
          matchedA |= 1L << i;
          matchedB |= 1L << j;
          break;
        }
      }
    }
    double common = Long.bitCount(matchedA);
    if (common == 0) {
      return 0;
    }
    double exchanged = outOfOrder(a, matchedA, b, matchedB) / 2.0;
    return (common / a.length() + common / b.length() + (common - exchanged) / common) / 3;
  }

  private static int outOfOrder(String a, long matchedA, String b, long matchedB) {
    int count = 0;
    long restB = matchedB;
    for (long restA = matchedA; restA != 0; restA &= restA - 1, restB &= restB - 1) {
      if (a.charAt(Long.numberOfTrailingZeros(restA))
          != b.charAt(Long.numberOfTrailingZeros(restB))) {
        count++;
      }
    }
    return count;
  }
}
