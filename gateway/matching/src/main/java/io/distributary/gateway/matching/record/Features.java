package io.distributary.gateway.matching.record;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The normalised values of a record by their fields, none of them empty, none twice; of each field
 * the first twenty.
 */
public final class Features {
  /** More values of one field say no more, and every pair of two records' is compared. */
  static final int MOST = 20;

  private final Map<Field, List<String>> values = new EnumMap<>(Field.class);

  Features() {}

  void add(Field field, String value) {
    if (!value.isEmpty() && of(field).size() < MOST) {
      values.merge(field, List.of(value), Features::union);
    }
  }

  /** Sorted, so that the order of a source makes no difference. */
  private static List<String> union(List<String> had, List<String> more) {
    TreeSet<String> union = new TreeSet<>(had);
    union.addAll(more);
    return List.copyOf(union);
  }

  /** Of one field. */
  public List<String> of(Field field) {
    return values.getOrDefault(field, List.of());
  }

  boolean has(Field field) {
    return values.containsKey(field);
  }

  /** No patient data. */
  @Override
  public String toString() {
    return "Features" + values.keySet();
  }
}
