package io.distributary.gateway.deadletter;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import io.distributary.sink.RevisionId;
import java.util.Locale;

/** Letters of one revision that are in the same state, and how their keys in an index begin. */
record KeySpace(RevisionId revision, boolean superseded, boolean discarded) {
  private static final int PLACE = 17;

  static KeySpace of(DeadLetter letter) {
    return new KeySpace(letter.revision(), letter.superseded(), letter.discarded().isPresent());
  }

  boolean holds(DeadLetterSelection which) {
    return (which.discarded() || !discarded)
        && which.view().map(revision.view()::equals).orElse(true)
        && which.revision().map(revision::equals).orElse(true);
  }

  /** How the keys of all its dead letters begin. */
  String prefix() {
    return revisionPrefix() + (superseded ? "s" : "o") + (discarded ? "d " : "- ");
  }

  /** What all spaces of the revision have in common. */
  String revisionPrefix() {
    return prefix(revision);
  }

  static String prefix(RevisionId revision) {
    return revision + " ";
  }

  /** How the keys of its dead letters about a resource begin. */
  String prefix(ResourceId subject) {
    return prefix() + subject + " ";
  }

  /** Partition and offset as text that sorts as they do. */
  static String place(DeadLetterKey key) {
    return place(key.partition(), key.offset());
  }

  static String place(Version version) {
    return place(version.partition(), version.offset());
  }

  private static String place(int partition, long offset) {
    return String.format(Locale.ROOT, "%04d%013d", partition, offset);
  }

  /** The place with which every key ends. */
  static String placeIn(String key) {
    return key.substring(key.length() - PLACE);
  }
}
