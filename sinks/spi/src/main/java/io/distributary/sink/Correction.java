package io.distributary.sink;

import io.distributary.schemas.Version;
import java.util.List;
import java.util.Optional;

/**
 * What a view was found to hold under one name, and what it must hold instead.
 *
 * @param name as in {@link ViewEntry#name}
 * @param found what was looked up last; empty when nothing was there
 * @param right the resource's events by version, the oldest first: its newest alone, or every one
 *     when {@link Projection#keepsHistory} says so; empty when nothing must be there
 */
public record Correction<P>(String name, Optional<ViewEntry> found, List<Projected<P>> right) {
  public Correction {
    right = List.copyOf(right);
  }

  /**
   * Whether the view still holds what was found, so that the correction may be made. A write of a
   * version above what was found changes it, so whoever wrote one meanwhile is seen.
   *
   * @param held the version under the name now; empty when nothing is there, or without a version
   */
  public boolean isAsFound(Optional<Version> held) {
    return found.flatMap(ViewEntry::version).equals(held);
  }

  /** The name only. */
  @Override
  public String toString() {
    return name;
  }
}
