package io.distributary.gateway.verify;

import io.distributary.schemas.Version;
import io.distributary.sink.ViewEntry;
import java.util.Optional;

/**
 * What was looked up under a name, and how often in succession it was the same.
 *
 * @param entry the entry as text
 */
record Observation(int times, String entry) {
  /** Not looked up yet. */
  static final Observation NONE = new Observation(0, "?");

  private static final String NOTHING = "-";

  Observation then(Optional<ViewEntry> found) {
    String now = text(found);
    return new Observation(now.equals(entry) ? times + 1 : 1, now);
  }

  boolean isOf(Optional<ViewEntry> found) {
    return entry.equals(text(found));
  }

  private static String text(Optional<ViewEntry> found) {
    return found
        .map(
            entry ->
                entry.version().map(Object::toString).orElse(NOTHING)
                    + (entry.deleted() ? " d " : " l ")
                    + entry.hash())
        .orElse(NOTHING);
  }

  /** What was looked up. */
  Optional<ViewEntry> found(String name) {
    if (entry.equals(NOTHING)) {
      return Optional.empty();
    }
    String[] parts = entry.split(" ", 3);
    Optional<Version> version =
        parts[0].equals(NOTHING) ? Optional.empty() : Optional.of(Version.parse(parts[0]));
    return Optional.of(ViewEntry.of(name, version, parts[1].equals("d"), parts[2]));
  }

  String text() {
    return times + " " + entry;
  }

  static Observation parse(String text) {
    int space = text.indexOf(' ');
    return new Observation(Integer.parseInt(text.substring(0, space)), text.substring(space + 1));
  }
}
