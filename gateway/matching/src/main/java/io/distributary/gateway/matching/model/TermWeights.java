package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Term;

/** What the equality of a certain value is worth: more, the rarer it is. */
public interface TermWeights {
  /** As evidence of one person, for a field by its ordinal. */
  double same(int field, Term term);

  /** As evidence of relatives. */
  double related(int field, Term term);
}
