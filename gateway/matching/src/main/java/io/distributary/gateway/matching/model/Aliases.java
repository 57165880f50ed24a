package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that different persons have side by side, so that one may stand for the other: harry,
 * henry.
 */
public final class Aliases {
  private static final Aliases NONE = new Aliases();

  @SuppressWarnings({"unchecked", "rawtypes"}) // an array by field
  private final @Nullable Map<Long, Float>[] weights = new Map[Field.COUNT];

  Aliases() {}

  /** No value stands for another. */
  public static Aliases none() {
    return NONE;
  }

  static long key(int a, int b) {
    return (long) Math.min(a, b) << 32 | Math.max(a, b);
  }

  void put(int field, long key, double weight) {
    Map<Long, Float> ofField = weights[field];
    if (ofField == null) {
      ofField = new HashMap<>();
      weights[field] = ofField;
    }
    ofField.put(key, (float) weight);
  }

  /** Whether some value of a field stands for another. */
  boolean has(int field) {
    return weights[field] != null;
  }

  /**
   * What two different values of a field are worth; negative infinity where nothing was learned.
   */
  double weight(int field, Term a, Term b) {
    Map<Long, Float> ofField = weights[field];
    if (ofField == null || a.ordinal() < 0 || b.ordinal() < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    Float weight = ofField.get(key(a.ordinal(), b.ordinal()));
    return weight == null ? Double.NEGATIVE_INFINITY : weight;
  }

  /**
   * Those of a field whose values are both among some, in the order of their texts.
   *
   * @param texts by ordinal
   */
  List<Model.Alias> of(Field field, Map<Integer, String> texts) {
    Map<Long, Float> ofField = weights[field.place()];
    List<Model.Alias> found = new ArrayList<>();
    if (ofField != null) {
      ofField.forEach(
          (key, weight) -> {
            String a = texts.get((int) (key >>> 32));
            String b = texts.get(key.intValue());
            if (a != null && b != null) {
              found.add(new Model.Alias(a, b, weight));
            }
          });
    }
    found.sort(Comparator.comparing(Model.Alias::a).thenComparing(Model.Alias::b));
    return found;
  }
}
