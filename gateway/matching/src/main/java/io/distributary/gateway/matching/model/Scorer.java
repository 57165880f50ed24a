package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.compare.Levels;
import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Several;
import io.distributary.gateway.matching.record.Term;
import org.jspecify.annotations.Nullable;

/**
 * The evidence of two rows: what each field is worth, and their sums. One is used for many pairs,
 * by one thread.
 *
 * <p>A field with several values is worth the mean likelihood ratio over the pairs of them.
 */
public final class Scorer {
  private final Weights weights;
  private final Comparison comparison = new Comparison();
  private final double[] gains = new double[Field.COUNT];
  private double same;
  private double related;

  public Scorer(Weights weights) {
    this.weights = weights;
  }

  /** Scores two rows; what was scored before is forgotten. */
  public void score(@Nullable Term[] a, @Nullable Term[] b) {
    comparison.of(a, b);
    same = 0;
    related = 0;
    for (int field = 0; field < Field.COUNT; field++) {
      int level = comparison.level(field);
      if (level == Field.MISSING) {
        gains[field] = 0;
      } else {
        add(field, level);
      }
    }
  }

  private void add(int field, int level) {
    Term a = comparison.left(field);
    Term b = comparison.right(field);
    Dependency dependency = weights.dependency(field);
    boolean plain = dependency == null && !(a instanceof Several) && !(b instanceof Several);
    double gain;
    double relatedGain;
    if (plain && level == Field.SAME && a != null && Field.at(field).hasFrequencies()) {
      gain = weights.terms().same(field, a);
      relatedGain = weights.terms().related(field, a);
    } else if (plain && !weights.aliases().has(field)) {
      gain = weights.same(field, level);
      relatedGain = weights.related(field, level);
    } else {
      gain = gain(field, level, a, b) + correction(dependency, level);
      relatedGain = Relatives.weight(Field.at(field), gain);
    }
    gains[field] = gain;
    same += gain;
    related += relatedGain;
  }

  private double gain(int field, int level, @Nullable Term a, @Nullable Term b) {
    if (a == null || b == null || Field.at(field) == Field.MIDDLE) {
      return weights.same(field, level);
    }
    return a instanceof Several || b instanceof Several
        ? ofSeveral(field, a, b)
        : ofTwo(field, level, a, b);
  }

  private double ofTwo(int field, int level, Term a, Term b) {
    if (level == Field.SAME && Field.at(field).hasFrequencies()) {
      return weights.terms().same(field, a);
    }
    return Math.max(weights.same(field, level), weights.aliases().weight(field, a, b));
  }

  private double ofSeveral(int field, Term a, Term b) {
    double sum = 0;
    int count = 0;
    for (Term x : Several.valuesOf(a)) {
      for (Term y : Several.valuesOf(b)) {
        int level = Levels.of(Field.at(field), x, y);
        if (level != Field.MISSING) {
          sum += Math.exp(ofTwo(field, level, x, y));
          count++;
        }
      }
    }
    return Math.log(sum / count);
  }

  private double correction(@Nullable Dependency dependency, int level) {
    int parentLevel = dependency == null ? Field.MISSING : comparison.level(dependency.parent());
    return dependency == null || parentLevel == Field.MISSING
        ? 0
        : dependency.corrections()[parentLevel][level];
  }

  /** Why, of what was scored last. */
  public Explanation explain(Priors priors) {
    return Explanation.of(this, priors);
  }

  /** What was compared. */
  public Comparison comparison() {
    return comparison;
  }

  /** What a field is worth as evidence of one person; 0 where one row says nothing. */
  public double gain(int field) {
    return gains[field];
  }

  /** Sum of the gains. */
  public double same() {
    return same;
  }

  /** Sum of what the fields are worth as evidence of relatives. */
  public double related() {
    return related;
  }
}
