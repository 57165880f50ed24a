package io.distributary.gateway.verify;

import io.distributary.schemas.Version;
import io.distributary.sink.ViewEntry;

/** What one event leaves in a view. */
record LoggedEvent(Version version, boolean deleted, String hash) {
  boolean is(ViewEntry entry) {
    return entry.is(version, hash) && entry.deleted() == deleted;
  }

  boolean isNewerThan(LoggedEvent other) {
    return version.compareTo(other.version) > 0;
  }

  String text() {
    return version + (deleted ? " d " : " l ") + hash;
  }

  static LoggedEvent parse(String text) {
    String[] parts = text.split(" ", 3);
    return new LoggedEvent(Version.parse(parts[0]), parts[1].equals("d"), parts[2]);
  }
}
