package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Shares of persons that have a value, in a population that changes: what was known beforehand
 * counts as so many persons, those who come are counted on top.
 */
public final class LiveFrequencies implements TermWeights {
  private final double[] logM = new double[Field.COUNT];
  private final KnownFrequencies known;
  private final float[][] counts = new float[Field.COUNT][0];
  private final double[] totals = new double[Field.COUNT];

  /**
   * @param m by field and level
   */
  public LiveFrequencies(double[][] m, KnownFrequencies known) {
    this.known = known;
    for (Field field : Field.values()) {
      logM[field.place()] = Math.log(m[field.place()][Field.SAME]);
      totals[field.place()] = Math.max(1, known.persons(field));
    }
  }

  /**
   * Counts a person's value, or takes it back.
   *
   * @param times 1 or -1
   */
  public void count(Field field, @Nullable Term value, int times) {
    if (value == null || !field.hasFrequencies()) {
      return;
    }
    totals[field.place()] += times;
    for (Term term : Several.valuesOf(value)) {
      float[] ofField = counts[field.place()];
      if (term.ordinal() >= ofField.length) {
        int old = ofField.length;
        ofField = Arrays.copyOf(ofField, term.ordinal() + (term.ordinal() >> 1) + 16);
        Arrays.fill(ofField, old, ofField.length, Float.NaN);
        counts[field.place()] = ofField;
      }
      float had = ofField[term.ordinal()];
      ofField[term.ordinal()] =
          (Float.isNaN(had) ? (float) known.persons(field, term) : had) + times;
    }
  }

  /** Of a field's kind there is no such term any more; its ordinal may come to be another's. */
  public void forget(Field field, Term term) {
    float[] ofField = counts[field.place()];
    if (term.ordinal() < ofField.length) {
      ofField[term.ordinal()] = Float.NaN;
    }
  }

  @Override
  public double same(int field, Term term) {
    return logM[field] + Math.log(totals[field] / Math.max(1, persons(field, term)));
  }

  private double persons(int field, Term term) {
    float[] ofField = counts[field];
    float counted =
        term.ordinal() >= 0 && term.ordinal() < ofField.length
            ? ofField[term.ordinal()]
            : Float.NaN;
    return Float.isNaN(counted) ? known.persons(Field.at(field), term) : counted;
  }

  @Override
  public double related(int field, Term term) {
    return Relatives.weight(Field.at(field), same(field, term));
  }
}
