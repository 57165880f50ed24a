package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Records;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.Arrays;

/**
 * The share of persons that have a value; each person has one vote in each field, shared by its
 * values.
 */
public final class TermFrequencies {
  private final float[][] shares = new float[Field.COUNT][];

  private TermFrequencies() {}

  /** Nothing. */
  private static final KnownFrequencies NOTHING =
      new KnownFrequencies() {
        @Override
        public double persons(Field field) {
          return 0;
        }

        @Override
        public double persons(Field field, Term term) {
          return 0;
        }
      };

  /**
   * @param persons by record, the number of its person, below the number of records
   */
  static TermFrequencies of(Records records, int[] persons) {
    return of(records, persons, NOTHING);
  }

  /** The same, and what is known beforehand counts as well. */
  static TermFrequencies of(Records records, int[] persons, KnownFrequencies known) {
    TermFrequencies frequencies = new TermFrequencies();
    Arrays.stream(Field.values())
        .parallel()
        .forEach(
            field -> frequencies.shares[field.place()] = shares(records, field, persons, known));
    return frequencies;
  }

  private static float[] shares(
      Records records, Field field, int[] persons, KnownFrequencies known) {
    if (!field.hasFrequencies()) {
      return new float[0];
    }
    int[] votes = new int[records.count()];
    for (int record = 0; record < records.count(); record++) {
      votes[persons[record]] += records.value(record, field) == null ? 0 : 1;
    }
    double[] counts = new double[records.vocabulary().size(field)];
    for (Term term : records.vocabulary().terms(field)) {
      counts[term.ordinal()] = known.persons(field, term);
    }
    double total = known.persons(field);
    for (int record = 0; record < records.count(); record++) {
      Term term = records.value(record, field);
      if (term != null) {
        double vote = 1.0 / votes[persons[record]];
        total += vote;
        count(term, vote, counts);
      }
    }
    float[] shares = new float[counts.length];
    for (int term = 0; term < shares.length; term++) {
      shares[term] = (float) (Math.max(1, counts[term]) / Math.max(1, total));
    }
    return shares;
  }

  private static void count(Term term, double vote, double[] counts) {
    if (term instanceof Several several) {
      for (Term one : several.terms()) {
        counts[one.ordinal()] += vote / several.terms().length;
      }
    } else {
      counts[term.ordinal()] += vote;
    }
  }

  /**
   * The same, as if all values of a field were as common.
   *
   * @param u by field and level
   */
  TermFrequencies evened(double[][] u) {
    TermFrequencies evened = new TermFrequencies();
    for (int field = 0; field < shares.length; field++) {
      evened.shares[field] = new float[shares[field].length];
      Arrays.fill(evened.shares[field], (float) u[field][Field.SAME]);
    }
    return evened;
  }

  /** From 0 to 1, above 0. */
  public double of(int field, Term term) {
    return of(field, term.ordinal());
  }

  double of(int field, int term) {
    return shares[field][term];
  }

  /**
   * What equality is worth at these frequencies.
   *
   * @param m by field and level
   */
  TermWeights weights(double[][] m) {
    float[][] same = new float[Field.COUNT][];
    float[][] related = new float[Field.COUNT][];
    Arrays.stream(Field.values())
        .parallel()
        .forEach(
            field -> {
              int f = field.place();
              same[f] = new float[shares[f].length];
              related[f] = new float[shares[f].length];
              for (int term = 0; term < same[f].length; term++) {
                double weight = Math.log(m[f][Field.SAME] / shares[f][term]);
                same[f][term] = (float) weight;
                related[f][term] = (float) Relatives.weight(field, weight);
              }
            });
    return new Known(same, related);
  }

  /** Of a population that does not change. */
  private record Known(float[][] same, float[][] related) implements TermWeights {
    @Override
    public double same(int field, Term term) {
      return same[field][term.ordinal()];
    }

    @Override
    public double related(int field, Term term) {
      return related[field][term.ordinal()];
    }
  }
}
