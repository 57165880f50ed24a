package io.distributary.gateway.matching.record;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** All values that occur, each as one term. May be read and added to from several threads. */
public final class Vocabulary {
  private final Map<Field, Space> spaces = new EnumMap<>(Field.class);

  public Vocabulary() {
    Space names = new Space(Kind.NAME);
    for (Field field : Field.values()) {
      spaces.put(field, field.kind() == Kind.NAME ? names : new Space(field.kind()));
    }
  }

  /**
   * The row of a record, whose terms are added as far as they are new: by the ordinals of the
   * fields, null where the record says nothing.
   */
  public @Nullable Term[] add(Features features) {
    return row(features, Space::term);
  }

  /** The same, and nothing is added: terms that are not known have no ordinals. */
  public @Nullable Term[] lookUp(Features features) {
    return row(features, Space::find);
  }

  private @Nullable Term[] row(Features features, BiFunction<Space, String, Term> term) {
    @Nullable Term[] row = new Term[Field.COUNT];
    spaces.forEach(
        (field, space) -> {
          List<String> values = features.of(field);
          if (values.size() == 1) {
            row[field.place()] = term.apply(space, values.get(0));
          } else if (!values.isEmpty()) {
            List<Term> several = new ArrayList<>();
            values.forEach(value -> several.add(term.apply(space, value)));
            row[field.place()] = new Several(several);
          }
        });
    return row;
  }

  /** How many terms the kind of a field has: their ordinals are below. */
  public int size(Field field) {
    return space(field).count.get();
  }

  /** The term of a text, which is added if it is new. */
  public Term intern(Field field, String text) {
    return space(field).term(text);
  }

  /** All terms of a field's kind, in no order. */
  public Iterable<Term> terms(Field field) {
    return space(field).terms.values();
  }

  private Space space(Field field) {
    Space space = spaces.get(field);
    if (space == null) {
      throw new IllegalStateException("No space for " + field);
    }
    return space;
  }

  /** The terms of one kind that are compared with each other. */
  private static final class Space {
    private final Kind kind;
    private final Map<String, Term> terms = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();

    private Space(Kind kind) {
      this.kind = kind;
    }

    private Term term(String text) {
      Term known = terms.get(text);
      return known != null
          ? known
          : terms.computeIfAbsent(text, missing -> kind.term(missing, count.getAndIncrement()));
    }

    private Term find(String text) {
      Term known = terms.get(text);
      return known != null ? known : kind.term(text, Term.UNKNOWN);
    }
  }
}
