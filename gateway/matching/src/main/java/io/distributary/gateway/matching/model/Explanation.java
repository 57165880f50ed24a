package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import java.util.ArrayList;
import java.util.List;

/**
 * Why two records are, or are not, one person's, in bits: each bit doubles the odds. The
 * contributions, the relatives' part and the prior add up to the score.
 *
 * @param contributions of the fields in which both say something
 * @param relatives taken away because relatives, too, share names, addresses and telephones; not
 *     positive
 * @param prior of any two records, before anything is compared
 */
public record Explanation(List<Contribution> contributions, double relatives, double prior) {
  private static final double NATS_A_BIT = Math.log(2);

  /**
   * What one field says.
   *
   * @param level how alike the values are, in words
   * @param bits for one person; negative: against
   */
  public record Contribution(Field field, String level, double bits) {}

  /** Of what was scored last. */
  static Explanation of(Scorer scorer, Priors priors) {
    List<Contribution> contributions = new ArrayList<>();
    for (Field field : Field.values()) {
      int level = scorer.comparison().level(field.place());
      if (level != Field.MISSING) {
        contributions.add(
            new Contribution(
                field,
                field.levels().get(level - 1).words(),
                scorer.gain(field.place()) / NATS_A_BIT));
      }
    }
    return new Explanation(
        contributions,
        -Relatives.correction(scorer.related(), priors.relatives()) / NATS_A_BIT,
        Math.log(priors.matches()) / NATS_A_BIT);
  }

  /** Log odds of one person, in bits. */
  public double score() {
    double sum = relatives + prior;
    for (Contribution contribution : contributions) {
      sum += contribution.bits();
    }
    return sum;
  }

  /** From 0 to 1. */
  public double probability() {
    return 1 / (1 + Math.exp(-score() * NATS_A_BIT));
  }
}
