package io.distributary.gateway.matching.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a field that has more than one. */
public final class Several extends Term {
  private static final Term[] NONE = {};

  private final Term[] terms;

  Several(List<Term> terms) {
    super("", UNKNOWN);
    this.terms = terms.toArray(Term[]::new);
  }

  /** At least two; not to be changed. */
  public Term[] terms() {
    return terms;
  }

  /** The values of a field of a row: none, itself, or several; not to be changed. */
  public static Term[] valuesOf(@Nullable Term term) {
    if (term == null) {
      return NONE;
    }
    return term instanceof Several several ? several.terms : new Term[] {term};
  }
}
