package io.distributary.gateway.matching.model;

import io.distributary.gateway.matching.record.Field;
import io.distributary.gateway.matching.record.Term;

/** What is known of values beforehand. */
public interface KnownFrequencies {
  /** How many persons it was learned from. */
  double persons(Field field);

  /** How many of them had a value; of one that nobody is known to have had, what is usual then. */
  double persons(Field field, Term term);
}
