package io.distributary.gateway.matching.model;

/**
 * What the method is made of beside the comparison itself. Whoever wants to know what a part brings
 * leaves it out.
 */
public enum Part {
  /** Relatives as a third class. */
  RELATIVES,
  /** A value that agrees is worth more, the rarer it is. */
  FREQUENCIES,
  /** Fields that depend on each other are not counted twice. */
  DEPENDENCIES,
  /** Values that stand for each other are learned from the persons found. */
  ALIASES,
  /** Learning again from the persons found. */
  ROUNDS,
  /** A record is held against a person as a whole; else persons grow along chains of pairs. */
  PERSONS
}
