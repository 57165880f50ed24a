package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Values that different persons have side by side, so that one may stand for the other: harry,
 * henry.
 */
public final class Aliases {
  private static final Aliases NONE = new Aliases();

  /** By the field's place. */
  private final List<Map<Long, Float>> weights =
      Stream.<Map<Long, Float>>generate(HashMap::new).limit(Field.COUNT).toList();

  Aliases() {}

  /** No value stands for another. */
  public static Aliases none() {
    return NONE;
  }

  static long key(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  void put(int field, long key, double weight) {
    weights.get(field).put(key, (float) weight);
  }

  /** Whether some value of a field stands for another. */
  boolean has(int field) {
    return !weights.get(field).isEmpty();
  }

  /**
   * What two different values of a field are worth; negative infinity where nothing was learned.
   */
  double weight(int field, Term a, Term b) {
    if (a.ordinal() == Term.UNKNOWN || b.ordinal() == Term.UNKNOWN) {
      return Double.NEGATIVE_INFINITY;
    }
    Float weight = weights.get(field).get(key(a.ordinal(), b.ordinal()));
    return weight == null ? Double.NEGATIVE_INFINITY : weight;
  }

  /**
   * Those of a field whose values are both among some, in the order of their texts.
   *
   * @param texts by ordinal
   */
  List<Model.Alias> of(Field field, Map<Integer, String> texts) {
    List<Model.Alias> found = new ArrayList<>();
    weights
        .get(field.place())
        .forEach(
            (key, weight) -> {
              String a = texts.get((int) (key >>> 32));
              String b = texts.get(key.intValue());
              if (a != null && b != null) {
                found.add(new Model.Alias(a, b, weight));
              }
            });
    found.sort(Comparator.comparing(Model.Alias::a).thenComparing(Model.Alias::b));
    return found;
  }
}
