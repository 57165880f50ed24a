package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Field;
import java.util.Set;

/**
 * Records that look like twins: born on one day, of one family name and one home, with given names
 * that have nothing to do with each other, or none yet, and no number that says otherwise. However
 * high they score, only a human being can tell a twin from a wrong name.
 */
public final class Twins {
  private static final Set<Field> NUMBERS = Set.of(Field.SSN, Field.IDENTIFIER, Field.EMAIL);

  private Twins() {}

  /** Whether two compared records may be twins': one may have no given name yet. */
  public static boolean mayBe(Comparison comparison) {
    boolean nameless = comparison.level(Field.GIVEN.place()) == Field.MISSING;
    return areBorn(comparison) && (nameless || isAnotherName(comparison));
  }

  /**
   * Whether more than the given names tells two compared records apart: the genders or the middle
   * names differ, too.
   */
  public static boolean areApart(Comparison comparison) {
    return areBorn(comparison)
        && isAnotherName(comparison)
        && (isAnother(comparison, Field.GENDER) || isAnother(comparison, Field.MIDDLE));
  }

  private static boolean isAnotherName(Comparison comparison) {
    return comparison.level(Field.GIVEN.place()) >= Field.GIVEN.another() - 1; // or its initial
  }

  /** On one day, into one family, at home in one place. */
  private static boolean areBorn(Comparison comparison) {
    return isSame(comparison, Field.BIRTH_DATE)
        && isSame(comparison, Field.FAMILY)
        && (isSame(comparison, Field.LINE) || isSame(comparison, Field.PHONE))
        && NUMBERS.stream().noneMatch(number -> isSame(comparison, number));
  }

  private static boolean isAnother(Comparison comparison, Field field) {
    return comparison.level(field.place()) == field.another();
  }

  private static boolean isSame(Comparison comparison, Field field) {
    return comparison.level(field.place()) == Field.SAME;
  }
}
