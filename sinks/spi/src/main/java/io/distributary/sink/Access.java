package io.distributary.sink;

import io.distributary.schemas.ResourceId;
import java.util.Optional;
import java.util.Set;

/**
 * Which resources a caller may read.
 *
 * @param keys those that are keyed to one of these may be read; empty: all may
 */
public record Access(Optional<Set<ResourceId>> keys) {
  /** Of a caller who may read all resources. */
  public static final Access EVERYTHING = new Access(Optional.empty());

  public Access {
    keys = keys.map(Set::copyOf);
  }

  /** Of a caller who may read what is keyed to these, and nothing else. */
  public static Access ofKeys(Set<ResourceId> keys) {
    return new Access(Optional.of(keys));
  }

  public boolean isEverything() {
    return keys.isEmpty();
  }

  /** Whether what is keyed so may be read. */
  public boolean permits(ResourceId key) {
    return keys.isEmpty() || keys.get().contains(key);
  }

  /** The number of keys only. */
  @Override
  public String toString() {
    return keys.map(some -> some.size() + " keys").orElse("everything");
  }
}
