package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import org.jspecify.annotations.Nullable;

/** All that a comparison is judged by; may be used by several threads. */
public final class Weights {
  private final double[][] same;
  private final double[][] related;
  private final TermWeights terms;
  private final Aliases aliases;
  private final @Nullable Dependency[] dependencies;

  public Weights(Parameters parameters, TermWeights terms, Aliases aliases) {
    this.same = parameters.weights();
    this.related = related(same);
    this.terms = terms;
    this.aliases = aliases;
    this.dependencies = parameters.dependencies();
  }

  private static double[][] related(double[][] same) {
    double[][] related = new double[same.length][];
    for (int field = 0; field < same.length; field++) {
      related[field] = new double[same[field].length];
      for (int level = Field.SAME; level < same[field].length; level++) {
        related[field][level] = Relatives.weight(Field.at(field), same[field][level]);
      }
    }
    return related;
  }

  double same(int field, int level) {
    return same[field][level];
  }

  double related(int field, int level) {
    return related[field][level];
  }

  TermWeights terms() {
    return terms;
  }

  Aliases aliases() {
    return aliases;
  }

  @Nullable Dependency dependency(int field) {
    return dependencies[field];
  }
}
