package io.distributary.sinks.memory;

import io.distributary.sink.ConfigProblems;
import org.jspecify.annotations.Nullable;

/**
 * @param namespace what two opens must share to see the same content; 1 to 64 characters
 * @param keepsHistory whether every version is kept, or the newest alone; every one by default
 * @param largest resource that it takes, in bytes; without a limit by default
 */
public record MemoryConfig(String namespace, Boolean keepsHistory, Integer largest) {
  public MemoryConfig(
      @Nullable String namespace, @Nullable Boolean keepsHistory, @Nullable Integer largest) {
    new ConfigProblems()
        .require(namespace, "namespace")
        .check(
            namespace == null || !namespace.isBlank() && namespace.length() <= 64,
            "namespace",
            "must be 1 to 64 characters")
        .check(largest == null || largest >= 0, "largest", "is negative")
        .orThrow();
    this.namespace = namespace == null ? "" : namespace;
    this.keepsHistory = keepsHistory == null || keepsHistory;
    this.largest = largest == null ? Integer.MAX_VALUE : largest;
  }

  public MemoryConfig(String namespace, boolean keepsHistory) {
    this(namespace, keepsHistory, null);
  }

  /** A namespace that keeps every version. */
  public static MemoryConfig of(String namespace) {
    return new MemoryConfig(namespace, true);
  }
}
