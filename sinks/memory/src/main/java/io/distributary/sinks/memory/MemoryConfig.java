package io.distributary.sinks.memory;

import io.distributary.sink.ConfigProblems;
import org.jspecify.annotations.Nullable;

/**
 * @param namespace what two opens must share to see the same content; 1 to 64 characters
 * @param keepsHistory whether every version is kept, or the newest alone; every one by default
 */
public record MemoryConfig(String namespace, Boolean keepsHistory) {
  public MemoryConfig(@Nullable String namespace, @Nullable Boolean keepsHistory) {
    new ConfigProblems()
        .require(namespace, "namespace")
        .check(
            namespace == null || !namespace.isBlank() && namespace.length() <= 64,
            "namespace",
            "must be 1 to 64 characters")
        .orThrow();
    this.namespace = namespace == null ? "" : namespace;
    this.keepsHistory = keepsHistory == null || keepsHistory;
  }

  /** A namespace that keeps every version. */
  public static MemoryConfig of(String namespace) {
    return new MemoryConfig(namespace, true);
  }
}
