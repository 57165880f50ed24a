package io.distributary.gateway.log;

import io.distributary.sink.RevisionId;

/**
 * The names of the stream's topics and groups.
 *
 * @param prefix of all of them
 */
record Topics(String prefix) {
  String events() {
    return prefix + ".events";
  }

  String deadLetters() {
    return prefix + ".dead-letters";
  }

  String control() {
    return prefix + ".control";
  }

  /** The consumer group of a revision. */
  String group(RevisionId revision) {
    return prefix + "." + revision;
  }

  /** Whether a consumer group has the name of a view's. */
  boolean isGroup(String group) {
    return group.startsWith(prefix + ".") && group.matches(".*\\.r[0-9]+");
  }
}
