package io.distributary.sink;

import java.time.Clock;

/**
 * What a sink is told about the view that it keeps.
 *
 * @param view the view's name, lower-case letters, digits and hyphens
 * @param revision 1 for the first build of the view; physical names end in it, so that two
 *     revisions can lie side by side. Two views with the same address must not meet: put the view
 *     into physical names, or say that their configuration must differ
 * @param clock for deadlines and waiting, never for order
 */
public record SinkContext(String view, int revision, Clock clock) {
  public SinkContext {
    if (revision < 1) {
      throw new IllegalArgumentException("A revision is at least 1");
    }
  }

  /** The end of every physical name: {@code _r1}. */
  public String suffix() {
    return "_r" + revision;
  }
}
