package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Name;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Words;
import org.jspecify.annotations.Nullable;

/**
 * The levels of two rows. One is used for many pairs, by one thread.
 *
 * <p>Given and family names are laid on each other crosswise, where that fits much better than
 * straight, and a record's only name may be the other's given or family name.
 */
public final class Comparison {
  private static final int GIVEN = Field.GIVEN.place();
  private static final int FAMILY = Field.FAMILY.place();
  private static final int ORDER = Field.NAME_ORDER.place();
  private static final int MIDDLE = Field.MIDDLE.place();
  private static final int LINE = Field.LINE.place();
  private static final int LINE2 = Field.LINE2.place();

  private static final int STRAIGHT = 1;
  private static final int SWAPPED = 2;
  private static final int LONE = 3;
  private static final int MIDDLE_NEAR = 2;
  private static final int MIDDLE_OTHER = 3;

  /** How well names fit at a level; two that fit straight so well are not tried crosswise. */
  private static final double[] GIVEN_FIT = {0, 1, 0.9, 0.85, 0.6, 0, 0.15, 0};

  private static final double[] FAMILY_FIT = {0, 1, 0.9, 0.8, 0.6, 0, 0};
  private static final double FITS = 1.5;
  private static final double MUCH_BETTER = 0.5;

  private final int[] levels = new int[Field.COUNT];
  private final @Nullable Term[] left = new Term[Field.COUNT];
  private final @Nullable Term[] right = new Term[Field.COUNT];

  /** Compares two rows; what was compared before is forgotten. */
  public void of(@Nullable Term[] a, @Nullable Term[] b) {
    names(a, b);
    for (int field = MIDDLE + 1; field < Field.COUNT; field++) {
      Term x = a[field];
      Term y = b[field];
      left[field] = x;
      right[field] = y;
      levels[field] = x == null || y == null ? Field.MISSING : level(field, x, y);
    }
    if (levels[LINE] == WordsLevels.OTHER
        && (areEqual(a[LINE], b[LINE2]) || areEqual(a[LINE2], b[LINE]))) {
      levels[LINE] = WordsLevels.ALIKE;
    }
  }

  private static int level(int field, Term a, Term b) {
    return a == b ? Field.SAME : Levels.best(Field.at(field), a, b);
  }

  /** Lines are terms of different fields, hence not the same object. */
  private static boolean areEqual(@Nullable Term a, @Nullable Term b) {
    return a instanceof Words x && b instanceof Words y && x.text().equals(y.text());
  }

  /** The level of a field, by its ordinal. */
  public int level(int field) {
    return levels[field];
  }

  /** The value of the first row that was compared; of a name, what was laid on {@link #right}. */
  public @Nullable Term left(int field) {
    return left[field];
  }

  /** The value of the second row that was compared. */
  public @Nullable Term right(int field) {
    return right[field];
  }

  private void names(@Nullable Term[] a, @Nullable Term[] b) {
    lay(a[GIVEN], b[GIVEN], a[FAMILY], b[FAMILY]);
    levels[ORDER] = STRAIGHT;
    levels[GIVEN] = nameLevel(GIVEN, a[GIVEN], b[GIVEN]);
    levels[FAMILY] = nameLevel(FAMILY, a[FAMILY], b[FAMILY]);
    if (fit(levels[GIVEN], levels[FAMILY]) < FITS && areSingle(a) && areSingle(b)) {
      crosswise((Name) a[GIVEN], (Name) b[GIVEN], (Name) a[FAMILY], (Name) b[FAMILY]);
    }
    boolean nameless =
        a[GIVEN] == null && a[FAMILY] == null || b[GIVEN] == null && b[FAMILY] == null;
    if (nameless) {
      levels[ORDER] = Field.MISSING;
    }
    if (levels[ORDER] <= STRAIGHT) {
      otherNames(a, b);
    }
    left[MIDDLE] = a[MIDDLE];
    right[MIDDLE] = b[MIDDLE];
    levels[MIDDLE] = middleLevel(a[MIDDLE], b[MIDDLE]);
  }

  private void lay(
      @Nullable Term givenA,
      @Nullable Term givenB,
      @Nullable Term familyA,
      @Nullable Term familyB) {
    left[GIVEN] = givenA;
    right[GIVEN] = givenB;
    left[FAMILY] = familyA;
    right[FAMILY] = familyB;
  }

  private static int nameLevel(int field, @Nullable Term a, @Nullable Term b) {
    return a == null || b == null ? Field.MISSING : level(field, a, b);
  }

  private static boolean areSingle(@Nullable Term[] row) {
    return !(row[GIVEN] instanceof Several) && !(row[FAMILY] instanceof Several);
  }

  private static double fit(int given, int family) {
    return GIVEN_FIT[given] + FAMILY_FIT[family];
  }

  private void crosswise(
      @Nullable Name givenA,
      @Nullable Name givenB,
      @Nullable Name familyA,
      @Nullable Name familyB) {
    double straight = fit(levels[GIVEN], levels[FAMILY]);
    if (givenA != null && familyA != null && givenB != null && familyB != null) {
      int family = NameLevels.family(givenA, familyB);
      int given = NameLevels.given(familyA, givenB);
      boolean better = fit(given, family) > straight + MUCH_BETTER;
      if (better && given <= NameLevels.ALIKE && family <= NameLevels.ALIKE) {
        take(SWAPPED, given, family);
        lay(familyA, givenB, givenA, familyB);
      }
    } else {
      lone(givenA, familyB, straight);
      lone(familyA, givenB, straight);
    }
  }

  /** A record's only name, which may be the other's name of the other kind. */
  private void lone(@Nullable Name a, @Nullable Name b, double straight) {
    if (a == null || b == null) {
      return;
    }
    int family = NameLevels.family(a, b);
    double least = levels[ORDER] == LONE ? FAMILY_FIT[levels[FAMILY]] : straight + MUCH_BETTER;
    if (family <= NameLevels.NEAR && FAMILY_FIT[family] > least) {
      take(LONE, Field.MISSING, family);
      lay(null, null, a, b);
    }
  }

  private void take(int order, int given, int family) {
    levels[ORDER] = order;
    levels[GIVEN] = given;
    levels[FAMILY] = family;
  }

  /** A name that is not the other's may be one of the other's other names. */
  private void otherNames(@Nullable Term[] a, @Nullable Term[] b) {
    int given = levels[GIVEN];
    if (given >= NameLevels.GIVEN_INITIAL
        && (isAmong(b[GIVEN], a[MIDDLE]) || isAmong(a[GIVEN], b[MIDDLE]))) {
      levels[GIVEN] = NameLevels.OTHER_NAME;
    }
    boolean anotherGiven = given != Field.SAME;
    if (levels[FAMILY] == NameLevels.FAMILY_OTHER
        && (isAmong(b[FAMILY], a[MIDDLE])
            || isAmong(a[FAMILY], b[MIDDLE])
            || anotherGiven && (isAmong(b[FAMILY], a[GIVEN]) || isAmong(a[FAMILY], b[GIVEN])))) {
      levels[FAMILY] = NameLevels.OTHER_NAME;
    }
  }

  private static boolean isAmong(@Nullable Term name, @Nullable Term names) {
    if (name == null || names == null) {
      return false;
    } else if (!(name instanceof Several) && !(names instanceof Several)) {
      return name.is(names);
    }
    for (Term x : Several.valuesOf(name)) {
      for (Term y : Several.valuesOf(names)) {
        if (x.is(y)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int middleLevel(@Nullable Term a, @Nullable Term b) {
    if (a == null || b == null) {
      return Field.MISSING;
    }
    int best = Levels.best(Field.MIDDLE, a, b);
    if (best <= Field.SAME) {
      return best;
    }
    return best <= NameLevels.ALIKE ? MIDDLE_NEAR : MIDDLE_OTHER;
  }
}
