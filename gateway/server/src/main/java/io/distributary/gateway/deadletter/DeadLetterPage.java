package io.distributary.gateway.deadletter;

import java.util.List;

/**
 * Some of the dead letters of a selection.
 *
 * @param total how many the selection has
 */
public record DeadLetterPage(List<DeadLetter> letters, long total) {
  public boolean isTruncated() {
    return letters.size() < total;
  }
}
