package io.distributary.gateway.matching.model;

/**
 * How sure it is that two records are one person's, in FHIR's words (value set {@code
 * match-grade}).
 */
public enum Grade {
  CERTAIN("certain", 0.99),
  PROBABLE("probable", 0.8),
  POSSIBLE("possible", 0.02),
  CERTAINLY_NOT("certainly-not", 0);

  private final String code;
  private final double least;

  Grade(String code, double least) {
    this.code = code;
    this.least = least;
  }

  /** FHIR's code. */
  public String code() {
    return code;
  }

  /**
   * The grade of a probability.
   *
   * @param twins whether the two look like twins: that is never certain
   */
  public static Grade of(double probability, boolean twins) {
    for (Grade grade : values()) {
      if (probability >= grade.least && !(twins && grade == CERTAIN)) {
        return grade;
      }
    }
    return CERTAINLY_NOT;
  }
}
