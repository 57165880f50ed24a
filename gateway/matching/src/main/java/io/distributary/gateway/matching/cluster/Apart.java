package io.distributary.gateway.matching.cluster;

import io.distributary.gateway.matching.compare.Comparison;
import io.distributary.gateway.matching.compare.Twins;
import io.distributary.gateway.matching.record.Rows;

/** Which two records are never one person's, whatever the evidence. */
public interface Apart {
  /** Nobody is kept apart. */
  Apart NOBODY = (a, b) -> false;

  /** Of two different records. */
  boolean test(int a, int b);

  /** Twins of whom more than the given names tells that they are two: for people. */
  static Apart twins(Rows rows) {
    return (a, b) -> {
      Comparison comparison = new Comparison();
      comparison.of(rows.row(a), rows.row(b));
      return Twins.areApart(comparison);
    };
  }
}
