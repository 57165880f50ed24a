package io.distributary.gateway.match;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is looked for, and how the answer is wanted (FHIR R4, operation Patient/$match).
 *
 * @param patient what is known of him: a FHIR Patient as a tree
 * @param count records at most
 * @param onlyCertain none but the one that is certain
 * @param onlySingle none but the one that is better than all others
 */
public record MatchQuery(
    Map<String, @Nullable Object> patient, int count, boolean onlyCertain, boolean onlySingle) {
  /** No patient data. */
  @Override
  public String toString() {
    return "MatchQuery";
  }
}
