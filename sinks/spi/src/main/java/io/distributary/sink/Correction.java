package io.distributary.sink;

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

  /** The name only. */
  @Override
  public String toString() {
    return name;
  }
}
