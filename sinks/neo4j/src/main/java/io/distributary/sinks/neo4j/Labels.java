package io.distributary.sinks.neo4j;

import java.util.Set;

/** The labels that tell the kinds of node apart. */
final class Labels {
  /** Everything that has a {@code ref}: what writes merge by. */
  static final String REF = "Ref";

  /** A live resource, and nothing else. */
  static final String RESOURCE = "Resource";

  static final String STUB = "Stub";
  static final String TOMBSTONE = "Tombstone";

  /** The one node that says which view and revision the database holds. */
  static final String VIEW = "View";

  private static final Set<String> RESERVED = Set.of(REF, RESOURCE, STUB, TOMBSTONE, VIEW);

  private Labels() {}

  static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }
}
