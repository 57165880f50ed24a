package io.distributary.sink;

import java.util.Collections;
import java.util.List;

/** What became of a batch. */
public final class WriteResult {
  private final List<Outcome> outcomes;

  private WriteResult(List<Outcome> outcomes) {
    this.outcomes = outcomes;
  }

  /**
   * @param outcomes one for each event, in the batch's order
   */
  public static WriteResult of(List<Outcome> outcomes) {
    return new WriteResult(List.copyOf(outcomes));
  }

  /** Every one of {@code size} events is applied. */
  public static WriteResult allApplied(int size) {
    return new WriteResult(Collections.nCopies(size, Outcome.APPLIED));
  }

  /** One for each event, in the batch's order. */
  public List<Outcome> outcomes() {
    return outcomes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WriteResult result && outcomes.equals(result.outcomes);
  }

  @Override
  public int hashCode() {
    return outcomes.hashCode();
  }

  @Override
  public String toString() {
    return outcomes.toString();
  }
}
