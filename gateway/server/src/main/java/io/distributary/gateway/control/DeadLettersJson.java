package io.distributary.gateway.control;

import java.util.List;

/**
 * {@code GET /dead-letters}: some of the dead letters that were asked for, oldest first.
 *
 * @param total how many there are
 * @param truncated whether there are more than are listed
 */
public record DeadLettersJson(List<DeadLetterJson> deadLetters, long total, boolean truncated)
    implements ControlDocument {
  public DeadLettersJson {
    deadLetters = List.copyOf(deadLetters);
  }

  /** How many, no dead letter. */
  @Override
  public String toString() {
    return deadLetters.size() + " of " + total + " dead letters";
  }
}
