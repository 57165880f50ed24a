package io.distributary.cli.ingest;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * By which names references may call the resources of all the files: the {@code fullUrl} of an
 * entry, and {@code Type?identifier=system|value}. When two resources share an identifier the first
 * has it.
 */
final class Names {
  private final Map<String, String> literalByName = new HashMap<>();

  void add(Entry entry) {
    entry
        .id()
        .ifPresent(
            id -> {
              String literal = id.toString();
              entry.fullUrl().ifPresent(url -> literalByName.put(url, literal));
              for (String identifier : entry.identifiers()) {
                literalByName.putIfAbsent(id.type() + "?identifier=" + identifier, literal);
              }
            });
  }

  /** {@code Type/id}, or empty when none of the files has it. */
  Optional<String> find(String reference) {
    return Optional.ofNullable(literalByName.get(reference));
  }
}
