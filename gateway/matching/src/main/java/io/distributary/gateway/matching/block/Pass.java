package io.distributary.gateway.matching.block;

import io.distributary.gateway.matching.record.Day;
import io.distributary.gateway.matching.record.Email;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Name;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One way to find records that may be one person's: records that share a key of a pass are a block.
 * Keys of names do not tell given from family names, and go by sound.
 */
public enum Pass {
  SSN(false, Field.SSN) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.SSN, keys::add);
    }
  },
  IDENTIFIER(false, Field.IDENTIFIER) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.IDENTIFIER, keys::add);
    }
  },
  EMAIL(false, Field.EMAIL) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.EMAIL, keys::add);
    }
  },
  PHONE(false, Field.PHONE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.PHONE, keys::add);
    }
  },
  NAMES(false, Field.GIVEN, Field.FAMILY) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      sounds(
          row,
          Field.GIVEN,
          given -> sounds(row, Field.FAMILY, family -> keys.addBoth(given, family)));
    }
  },
  NAME_AND_YEAR(false, Field.GIVEN, Field.FAMILY, Field.BIRTH_DATE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      days(row, day -> names(row, name -> keys.add(name, day.year())));
    }
  },
  /** Day and month may be swapped. */
  BIRTH_DATE(false, Field.BIRTH_DATE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      days(row, day -> keys.addBoth(day.month(), day.day(), day.year()));
    }
  },
  NAME_AND_POSTAL_CODE(false, Field.GIVEN, Field.FAMILY, Field.POSTAL_CODE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.POSTAL_CODE, code -> names(row, name -> keys.add(name, code)));
    }
  },
  NAME_AND_PLACE(false, Field.GIVEN, Field.FAMILY, Field.CITY, Field.BIRTH_PLACE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      places(row, place -> names(row, name -> keys.add(name, place)));
    }
  },
  NAME_MONTH_AND_DAY(false, Field.GIVEN, Field.FAMILY, Field.BIRTH_DATE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      days(
          row,
          day -> {
            if (!day.isPartial()) {
              names(row, name -> keys.add(name, day.monthAndDay()));
            }
          });
    }
  },
  POSTAL_CODE_AND_YEAR(false, Field.POSTAL_CODE, Field.BIRTH_DATE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      days(row, day -> texts(row, Field.POSTAL_CODE, code -> keys.add(code, day.year())));
    }
  },
  POSTAL_CODE_AND_PLACE(true, Field.POSTAL_CODE, Field.CITY, Field.BIRTH_PLACE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      places(row, place -> texts(row, Field.POSTAL_CODE, code -> keys.add(code, place)));
    }
  },
  ADDRESS(false, Field.LINE, Field.STREET_NUMBER) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(
          row,
          Field.LINE,
          line -> texts(row, Field.STREET_NUMBER, number -> keys.add(line, number)));
    }
  },
  NAME_AND_LINE(false, Field.GIVEN, Field.FAMILY, Field.LINE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.LINE, line -> names(row, name -> keys.add(name, line)));
    }
  },
  PLACE_AND_YEAR(false, Field.CITY, Field.BIRTH_PLACE, Field.BIRTH_DATE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      days(row, day -> places(row, place -> keys.add(place, day.year())));
    }
  },
  /** A middle name may be the other's given or family name. */
  MIDDLE_NAMES(false, Field.GIVEN, Field.FAMILY, Field.MIDDLE) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      sounds(row, Field.MIDDLE, middle -> names(row, name -> keys.addBoth(middle, name)));
      NAMES.keys(row, keys);
    }
  },
  EMAIL_PARTS(true, Field.EMAIL) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      for (Term term : Several.valuesOf(row[Field.EMAIL.place()])) {
        parts((Email) term, keys);
      }
    }
  },
  NAME(true, Field.GIVEN, Field.FAMILY) {
    @Override
    void keys(@Nullable Term[] row, Keys keys) {
      texts(row, Field.GIVEN, keys::add);
      texts(row, Field.FAMILY, keys::add);
    }
  };

  private static final int SHORTEST_LOCAL = 4;
  private static final int SHORTEST_DOMAIN = 9;

  private final boolean weak;
  private final Set<Field> fields;

  Pass(boolean weak, Field... fields) {
    this.weak = weak;
    this.fields = EnumSet.copyOf(List.of(fields));
  }

  /** Adds the keys of a row; one may be added twice. */
  abstract void keys(@Nullable Term[] row, Keys keys);

  /**
   * Whether its large blocks are left out instead of divided: other passes find what is left of
   * them.
   */
  boolean isWeak() {
    return weak;
  }

  /** A number that no other pass has. */
  long salt() {
    return name().hashCode();
  }

  /** What its blocks agree in. */
  public Set<Field> fields() {
    return fields;
  }

  private static void texts(@Nullable Term[] row, Field field, IntConsumer use) {
    for (Term term : Several.valuesOf(row[field.place()])) {
      use.accept(term.text().hashCode());
    }
  }

  private static void sounds(@Nullable Term[] row, Field field, IntConsumer use) {
    for (Term term : Several.valuesOf(row[field.place()])) {
      use.accept(((Name) term).sound());
    }
  }

  private static void names(@Nullable Term[] row, IntConsumer use) {
    sounds(row, Field.FAMILY, use);
    sounds(row, Field.GIVEN, use);
  }

  private static void places(@Nullable Term[] row, IntConsumer use) {
    int place = Trait.place(row);
    if (place != Trait.NONE) {
      use.accept(place);
    }
  }

  private static void days(@Nullable Term[] row, Consumer<Day> use) {
    for (Term term : Several.valuesOf(row[Field.BIRTH_DATE.place()])) {
      use.accept((Day) term);
    }
  }

  private static void parts(Email email, Keys keys) {
    if (email.local().length() >= SHORTEST_LOCAL) {
      keys.add(email.local().hashCode(), 0);
    }
    if (email.domain().length() >= SHORTEST_DOMAIN) {
      keys.add(email.domain().hashCode(), 1);
    }
  }
}
