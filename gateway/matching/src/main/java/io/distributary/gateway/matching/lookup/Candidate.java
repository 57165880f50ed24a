package io.distributary.gateway.matching.lookup;

import io.distributary.gateway.matching.model.Explanation;
import io.distributary.gateway.matching.model.Grade;

/**
 * A record that may be the same person's.
 *
 * @param id of the record
 * @param explanation why
 * @param twins whether the two look like twins
 */
public record Candidate(String id, Explanation explanation, boolean twins) {
  /** How sure it is. */
  public Grade grade() {
    return Grade.of(explanation.probability(), twins);
  }
}
