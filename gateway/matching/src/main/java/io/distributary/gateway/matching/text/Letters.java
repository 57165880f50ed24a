package io.distributary.gateway.matching.text;

/**
 * Which letters occur in a text, as bits: what two texts do not share bounds how alike they can be,
 * without a look at the texts.
 */
public final class Letters {
  private static final int OTHERS = 36;
  private static final long LATIN = (1L << 26) - 1;
  private static final int DIGIT_BITS = 4;
  private static final int MOST = 15;

  private Letters() {}

  /** One bit for each letter and digit, and a few for all other characters. */
  public static long of(String text) {
    long letters = 0;
    for (int i = 0; i < text.length(); i++) {
      letters |= 1L << bit(text.charAt(i));
    }
    return letters;
  }

  private static int bit(char c) {
    if (c >= 'a' && c <= 'z') {
      return c - 'a';
    }
    return c >= '0' && c <= '9' ? 26 + c - '0' : OTHERS + (c & 15);
  }

  /** At least so many edits lie between two texts of these letters. */
  public static int editsBetween(long a, long b) {
    return Math.max(Long.bitCount(a & ~b), Long.bitCount(b & ~a));
  }

  /** Whether one text is in Latin letters, and the other has none of them. */
  public static boolean areOfTwoScripts(long a, long b) {
    return (a & LATIN) == 0 && (b & LATIN) != 0 && a >>> OTHERS != 0
        || (b & LATIN) == 0 && (a & LATIN) != 0 && b >>> OTHERS != 0;
  }

  /** Whether all letters of one text occur in another. */
  public static boolean isAmong(long letters, long others) {
    return (letters & ~others) == 0;
  }

  /** Jaro-Winkler similarity is at most this. */
  public static double jaroWinklerAtMost(
      long a, int lengthA, long b, int lengthB, int commonPrefix) {
    double common = Math.min(lengthA - Long.bitCount(a & ~b), lengthB - Long.bitCount(b & ~a));
    if (common <= 0) {
      return 0;
    }
    double jaro = (common / lengthA + common / lengthB + 1) / 3;
    return jaro + Similarity.PREFIX_WEIGHT * commonPrefix * (1 - jaro);
  }

  /** The first four characters. */
  public static long beginning(String text) {
    long beginning = 0;
    for (int i = 0; i < Similarity.PREFIX; i++) {
      beginning = beginning << Character.SIZE | (i < text.length() ? text.charAt(i) : 0);
    }
    return beginning;
  }

  /** Of at most four characters, of two texts that are not the same; from their beginnings. */
  public static int commonPrefix(long a, long b) {
    return Long.numberOfLeadingZeros(a ^ b) / Character.SIZE;
  }

  /** How often each digit occurs, in four bits each; of other characters, about. */
  public static long counts(String number) {
    long counts = 0;
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      int shift = DIGIT_BITS * (c >= '0' && c <= '9' ? c - '0' : 10 + c % 6);
      if ((counts >>> shift & MOST) < MOST) {
        counts += 1L << shift;
      }
    }
    return counts;
  }

  /** At least so many edits lie between two numbers with these counts. */
  public static int editsBetweenCounts(long a, long b) {
    int more = 0;
    int less = 0;
    for (long restA = a, restB = b;
        (restA | restB) != 0;
        restA >>>= DIGIT_BITS, restB >>>= DIGIT_BITS) {
      int difference = (int) (restA & MOST) - (int) (restB & MOST);
      more += Math.max(0, difference);
      less += Math.max(0, -difference);
    }
    return Math.max(more, less);
  }
}
