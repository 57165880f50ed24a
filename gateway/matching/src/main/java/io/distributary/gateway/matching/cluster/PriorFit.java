package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.model.Priors;

/** The shares of matches and relatives that make the compared pairs the most plausible. */
final class PriorFit {
  private static final int ITERATIONS = 12;
  private static final double FEWEST_MATCHES = 1;
  private static final double FEWEST_RELATIVES = 0.5;

  private final Edges edges;
  private final double pairs;

  /**
   * @param records how many, whose pairs the edges are some of
   */
  PriorFit(Edges edges, int records) {
    this.edges = edges;
    this.pairs = Priors.pairs(records);
  }

  /** Both shares; to begin with, each record has one other of its person, and one relative. */
  static Priors begin(int records) {
    return new Priors(1.0 / records, 1.0 / records);
  }

  Priors fit(Priors begin) {
    Priors fitted = begin;
    for (int i = 0; i < ITERATIONS; i++) {
      double[] expected = expected(fitted);
      fitted =
          new Priors(
              Math.max(expected[0], FEWEST_MATCHES) / pairs,
              Math.max(expected[1], FEWEST_RELATIVES) / pairs);
    }
    return fitted;
  }

  /** The share of relatives only, where persons have told how many matches there are. */
  Priors fitRelatives(Priors begin) {
    Priors fitted = begin;
    for (int i = 0; i < ITERATIONS; i++) {
      double relatives = expected(fitted)[1];
      fitted = new Priors(begin.matches(), Math.max(relatives, FEWEST_RELATIVES) / pairs);
    }
    return fitted;
  }

  /** Expected numbers of matches and of relatives among the edges. */
  private double[] expected(Priors priors) {
    double logMatches = Math.log(priors.matches());
    double logRelatives = Math.log(priors.relatives());
    double[] expected = new double[2];
    for (int edge = 0; edge < edges.size(); edge++) {
      double same = logMatches + edges.same(edge);
      double related = logRelatives + edges.related(edge);
      double largest = Math.max(0, Math.max(same, related));
      double one = Math.exp(same - largest);
      double two = Math.exp(related - largest);
      double all = one + two + Math.exp(-largest);
      expected[0] += one / all;
      expected[1] += two / all;
    }
    return expected;
  }
}
