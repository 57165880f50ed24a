package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Learns which values stand for each other, from what persons have side by side. What only one
 * person has is not learned, so that nobody confirms himself.
 */
final class AliasLearner {
  private static final List<Field> FIELDS =
      List.of(
          Field.GIVEN, Field.FAMILY, Field.CITY, Field.BIRTH_PLACE, Field.OCCUPATION, Field.LINE2);
  private static final double BY_CHANCE = 0.05;

  private final Records records;
  private final Map<Field, Map<Long, Together>> together = new HashMap<>();
  private final double[] persons = new double[Field.COUNT];

  /** How often two values stand side by side in one person. */
  private static final class Together {
    private double shares;
    private double largest;
    private int persons;

    void add(double share) {
      shares += share;
      largest = Math.max(largest, share);
      persons++;
    }
  }

  AliasLearner(Records records) {
    this.records = records;
    FIELDS.forEach(field -> together.put(field, new HashMap<>()));
  }

  /**
   * Takes a person into account.
   *
   * @param members records, at least two
   */
  void add(int[] members) {
    together.forEach((field, pairs) -> add(members, field, pairs));
  }

  private void add(int[] members, Field field, Map<Long, Together> pairs) {
    Map<Long, Integer> different = new HashMap<>();
    double all = 0;
    for (int i = 0; i < members.length; i++) {
      int a = ordinal(members[i], field);
      for (int j = i + 1; a >= 0 && j < members.length; j++) {
        int b = ordinal(members[j], field);
        if (b >= 0) {
          all++;
          if (a != b) {
            different.merge(Aliases.key(a, b), 1, Integer::sum);
          }
        }
      }
    }
    double count = all;
    persons[field.place()] += count > 0 ? 1 : 0;
    different.forEach(
        (key, times) -> pairs.computeIfAbsent(key, missing -> new Together()).add(times / count));
  }

  private int ordinal(int record, Field field) {
    @Nullable Term term = records.value(record, field);
    return term == null || term instanceof Several ? Term.UNKNOWN : term.ordinal();
  }

  Aliases learn(TermFrequencies frequencies) {
    Aliases aliases = new Aliases();
    together.forEach(
        (field, pairs) ->
            pairs.forEach(
                (key, found) -> {
                  if (found.persons > 1) {
                    double ratio = ratio(field.place(), key, found, frequencies);
                    if (ratio > 1) {
                      aliases.put(field.place(), key, Math.log(ratio));
                    }
                  }
                }));
    return aliases;
  }

  private double ratio(int field, long key, Together found, TermFrequencies frequencies) {
    double byChance =
        2
            * persons[field]
            * frequencies.of(field, (int) (key >>> 32))
            * frequencies.of(field, (int) key);
    return (found.shares - found.largest) / (byChance + BY_CHANCE);
  }
}
