package io.distributary.gateway.matching.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All values that occur, each as one term. May be read and added to from several threads; terms are
 * kept and released by one at a time, while no other adds.
 */
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

  /** The terms of a row are in use, until it is released. */
  public void keep(@Nullable Term[] row) {
    spaces.forEach(
        (field, space) -> {
          for (Term term : Several.valuesOf(row[field.place()])) {
            space.keep(term);
          }
        });
  }

  /**
   * The terms of a row that was kept are no longer in use by it: those that no other row uses are
   * dropped, and their ordinals go to terms that come.
   *
   * @param dropped is told, for each field of the term's kind
   */
  public void release(@Nullable Term[] row, BiConsumer<Field, Term> dropped) {
    spaces.forEach(
        (field, space) -> {
          for (Term term : Several.valuesOf(row[field.place()])) {
            if (space.release(term)) {
              fieldsOf(space).forEach(of -> dropped.accept(of, term));
            }
          }
        });
  }

  private Stream<Field> fieldsOf(Space space) {
    return spaces.keySet().stream().filter(field -> space(field) == space);
  }

  /** The ordinals of a field's kind are below: of terms there are as many at most. */
  public int size(Field field) {
    return space(field).count.get();
  }

  /** The term of a text, which is added if it is new, and never dropped. */
  public Term intern(Field field, String text) {
    Term term = space(field).term(text);
    space(field).keep(term);
    return term;
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
    private final Queue<Integer> free = new ConcurrentLinkedQueue<>();
    private int[] uses = {};

    private Space(Kind kind) {
      this.kind = kind;
    }

    private Term term(String text) {
      Term known = terms.get(text);
      return known != null
          ? known
          : terms.computeIfAbsent(text, missing -> kind.term(missing, ordinal()));
    }

    private int ordinal() {
      Integer freed = free.poll();
      return freed == null ? count.getAndIncrement() : freed;
    }

    private void keep(Term term) {
      if (term.ordinal() >= uses.length) {
        uses = Arrays.copyOf(uses, term.ordinal() + (term.ordinal() >> 2) + 16);
      }
      uses[term.ordinal()]++;
    }

    /** Whether the term is dropped. */
    private boolean release(Term term) {
      if (--uses[term.ordinal()] > 0) {
        return false;
      }
      terms.remove(term.text());
      free.add(term.ordinal());
      return true;
    }

    private Term find(String text) {
      Term known = terms.get(text);
      return known != null ? known : kind.term(text, Term.UNKNOWN);
    }
  }
}
