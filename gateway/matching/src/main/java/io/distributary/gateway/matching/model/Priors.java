package io.distributary.gateway.matching.model;

/**
 * How common it is that two records are one person's.
 *
 * @param matches share of all pairs of records that are one person's; above 0
 * @param relatives share of all pairs that are two relatives'; 0: relatives are not told from
 *     strangers
 */
public record Priors(double matches, double relatives) {
  /** Natural logarithm of the odds that two records are one person's. */
  public double logOdds(double same, double related) {
    return Math.log(matches) + Relatives.net(same, related, relatives);
  }

  /** How many pairs so many records make. */
  public static double pairs(double records) {
    return Math.max(1, records * (records - 1) / 2);
  }
}
