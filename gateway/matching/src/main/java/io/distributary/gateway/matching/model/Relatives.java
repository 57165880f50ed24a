package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;

/**
 * The third class beside the same person and strangers: people of one household or family, who
 * share names, addresses and telephones without being one person. With two classes only, learning
 * from people who live together merges the households.
 */
public final class Relatives {
  private static final double MOST = 60;
  private static final double LINEAR_FROM = 30;

  private Relatives() {}

  /**
   * What a field is worth as evidence of being relatives.
   *
   * @param weight what it is worth as evidence of being one person
   */
  public static double weight(Field field, double weight) {
    double shared = field.sharedByRelatives();
    return shared == 0 ? 0 : Math.log(1 - shared + shared * Math.exp(Math.min(weight, MOST)));
  }

  /**
   * Evidence of being one person rather than relatives or strangers.
   *
   * @param same sum of the weights as evidence of one person
   * @param related sum of the weights as evidence of relatives
   * @param rate share of relatives among all pairs; 0: there are none
   */
  public static double net(double same, double related, double rate) {
    return same - correction(related, rate);
  }

  /** What {@link #net} takes away; not negative. */
  public static double correction(double related, double rate) {
    if (rate == 0) {
      return 0;
    }
    double odds = Math.log(rate) + related;
    return odds > LINEAR_FROM ? odds : Math.log1p(Math.exp(odds));
  }
}
