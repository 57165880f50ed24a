package io.distributary.sink;

import java.util.Collections;
import java.util.List;

/**
 * What became of a batch.
 *
 * @param outcomes one for each event, in the batch's order
 */
public record WriteResult(List<Outcome> outcomes) {
  public WriteResult {
    outcomes = List.copyOf(outcomes);
  }

  /** Every one of {@code size} events is applied. */
  public static WriteResult allApplied(int size) {
    return new WriteResult(Collections.nCopies(size, Outcome.APPLIED));
  }
}
