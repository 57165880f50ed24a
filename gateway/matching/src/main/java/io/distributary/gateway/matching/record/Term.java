package io.distributary.gateway.matching.record;

/**
 * A normalised value, with what comparing it needs. In one vocabulary equal values are one object,
 * so that equality is identity.
 */
public abstract class Term {
  /** Of a term that no vocabulary holds. */
  public static final int UNKNOWN = -1;

  private final String text;
  private final int ordinal;

  Term(String text, int ordinal) {
    this.text = text;
    this.ordinal = ordinal;
  }

  /** Patient data. */
  public final String text() {
    return text;
  }

  /** Whether another term of the same kind has the same text. */
  public final boolean is(Term other) {
    boolean known = ordinal != UNKNOWN && other.ordinal != UNKNOWN;
    return this == other || (!known && text.equals(other.text));
  }

  /** Its number among the terms of its kind in the vocabulary, from 0; or {@link #UNKNOWN}. */
  public final int ordinal() {
    return ordinal;
  }

  /** No patient data. */
  @Override
  public final String toString() {
    return getClass().getSimpleName() + " " + ordinal;
  }
}
