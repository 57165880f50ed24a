package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was learned of levels; not to be changed.
 *
 * @param m by field and level, how often records of one person are at it; level 0 is not used
 * @param u likewise, records of two persons
 * @param dependencies by field, what its parent changes; null where it has none
 */
public record Parameters(double[][] m, double[][] u, @Nullable Dependency[] dependencies) {
  private static final double LEAST = -6;
  private static final double MOST = 16;

  /** What is known beforehand, when nothing has been seen. */
  static double[][] commonM() {
    double[][] m = new double[Field.COUNT][];
    for (Field field : Field.values()) {
      List<Field.Level> levels = field.levels();
      m[field.place()] = new double[field.levelCount()];
      for (int level = Field.SAME; level < field.levelCount(); level++) {
        m[field.place()][level] = levels.get(level - 1).commonness();
      }
    }
    return m;
  }

  /** Parameters without dependencies. */
  static Parameters of(double[][] m, double[][] u) {
    return new Parameters(m, u, new Dependency[Field.COUNT]);
  }

  /**
   * The weight of each level, in nats, by field and level; where a term has a frequency of its own,
   * that is used for equality instead.
   */
  public double[][] weights() {
    double[][] weights = new double[Field.COUNT][];
    for (int field = 0; field < Field.COUNT; field++) {
      weights[field] = new double[m[field].length];
      for (int level = Field.SAME; level < m[field].length; level++) {
        weights[field][level] = weight(field, level);
      }
    }
    return weights;
  }

  /**
   * Names that are laid crosswise pay for their frequency at the field itself: strangers' order
   * counts as 1.
   */
  private double weight(int field, int level) {
    double agreeing = m[field][level];
    return Field.at(field) == Field.NAME_ORDER
        ? Math.log(agreeing)
        : Math.max(LEAST, Math.min(MOST, Math.log(agreeing / u[field][level])));
  }
}
