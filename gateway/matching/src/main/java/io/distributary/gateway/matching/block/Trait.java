package io.distributary.gateway.matching.block;

import io.distributary.gateway.matching.record.Day;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Name;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a large block is divided by, the most telling first; where there are several values, the
 * first decides.
 */
enum Trait {
  YEAR(row -> row[Field.BIRTH_DATE.place()] instanceof Day day ? day.year() : Trait.NONE),
  GIVEN_SOUND(row -> sound(row, Field.GIVEN)),
  FAMILY_SOUND(row -> sound(row, Field.FAMILY)),
  POSTAL_CODE(row -> text(row, Field.POSTAL_CODE)),
  PLACE(Trait::place),
  MONTH_AND_DAY(
      row ->
          row[Field.BIRTH_DATE.place()] instanceof Day day && !day.isPartial()
              ? day.monthAndDay()
              : Trait.NONE),
  LINE(row -> text(row, Field.LINE)),
  OCCUPATION(row -> text(row, Field.OCCUPATION)),
  GENDER(row -> text(row, Field.GENDER));

  static final int NONE = 0;

  private final ToIntFunction<@Nullable Term[]> value;

  Trait(ToIntFunction<@Nullable Term[]> value) {
    this.value = value;
  }

  /** {@link #NONE} where the record says nothing. */
  int of(@Nullable Term[] row) {
    return value.applyAsInt(row);
  }

  /** Where one lives, else where one was born. */
  static int place(@Nullable Term[] row) {
    int city = text(row, Field.CITY);
    return city == NONE ? text(row, Field.BIRTH_PLACE) : city;
  }

  private static int sound(@Nullable Term[] row, Field field) {
    return first(row, field) instanceof Name name ? name.sound() : NONE;
  }

  static int text(@Nullable Term[] row, Field field) {
    Term first = first(row, field);
    return first == null ? NONE : first.text().hashCode();
  }

  private static @Nullable Term first(@Nullable Term[] row, Field field) {
    Term term = row[field.place()];
    return term instanceof Several several ? several.terms()[0] : term;
  }
}
