package io.distributary.gateway.matching.model;

/**
 * What was learned from records, bound to their vocabulary.
 *
 * @param parameters of levels
 * @param frequencies of values
 * @param aliases of values
 */
public record Learned(Parameters parameters, TermFrequencies frequencies, Aliases aliases) {
  /** What comparisons are judged by. */
  public Weights weights() {
    return new Weights(parameters, frequencies.weights(parameters.m()), aliases);
  }
}
