package io.distributary.sink;

import java.time.Clock;

/**
 * What a sink is told about the view that it keeps.
 *
 * @param revision physical names end in its number, so that two revisions can lie side by side. Two
 *     views with the same address must not meet: put the view's name into physical names, or say
 *     that their configuration must differ
 * @param clock for deadlines and waiting, never for order
 */
public record SinkContext(RevisionId revision, Clock clock) {
  /** The end of every physical name: {@code _r1}. */
  public String suffix() {
    return "_r" + revision.number();
  }
}
