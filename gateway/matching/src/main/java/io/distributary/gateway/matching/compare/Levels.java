package io.distributary.gateway.matching.compare;

import io.distributary.gateway.matching.record.Day;
import io.distributary.gateway.matching.record.Email;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.IdNumber;
import io.distributary.gateway.matching.record.Identifier;
import io.distributary.gateway.matching.record.Name;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import io.distributary.gateway.matching.record.Words;

/** The level of two values, whichever the field. */
public final class Levels {
  private static final int OTHER_CODE = 2;

  private Levels() {}

  /** Of single values. */
  public static int of(Field field, Term a, Term b) {
    return switch (field) {
      case GIVEN, MIDDLE -> NameLevels.given((Name) a, (Name) b);
      case FAMILY -> NameLevels.family((Name) a, (Name) b);
      case NAME_ORDER -> Field.MISSING;
      case BIRTH_DATE -> DayLevels.of((Day) a, (Day) b);
      case GENDER, STATE, COUNTRY, OCCUPATION -> a.is(b) ? Field.SAME : OTHER_CODE;
      case SSN, STREET_NUMBER -> NumberLevels.numbers((IdNumber) a, (IdNumber) b);
      case IDENTIFIER -> NumberLevels.identifiers((Identifier) a, (Identifier) b);
      case PHONE -> NumberLevels.telephones((IdNumber) a, (IdNumber) b);
      case POSTAL_CODE -> NumberLevels.postalCodes(a, b);
      case LINE, LINE2 -> WordsLevels.lines((Words) a, (Words) b);
      case CITY, BIRTH_PLACE -> WordsLevels.places((Words) a, (Words) b);
      case EMAIL -> EmailLevels.of((Email) a, (Email) b);
    };
  }

  /** The best level of the values of two fields. */
  static int best(Field field, Term a, Term b) {
    if (!(a instanceof Several) && !(b instanceof Several)) {
      return of(field, a, b);
    }
    int best = Field.MISSING;
    for (Term x : Several.valuesOf(a)) {
      for (Term y : Several.valuesOf(b)) {
        int level = of(field, x, y);
        if (level != Field.MISSING && (best == Field.MISSING || level < best)) {
          best = level;
        }
      }
    }
    return best;
  }
}
