package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import io.distributary.schemas.Version;
import java.util.Locale;

/** Letters of one revision that are in the same state, and how their keys in an index begin. */
record Shelf(String view, int revision, boolean superseded, boolean discarded) {
  private static final int PLACE = 17;

  static Shelf of(DeadLetter letter) {
    return new Shelf(
        letter.view(), letter.revision(), letter.superseded(), letter.discarded().isPresent());
  }

  boolean holds(LetterSelection which) {
    return (which.discarded() || !discarded)
        && (which.view().isEmpty() || which.view().get().equals(view))
        && (which.revision().isEmpty() || which.revision().getAsInt() == revision);
  }

  boolean isOf(String otherView, int otherRevision) {
    return view.equals(otherView) && revision == otherRevision;
  }

  /** How the keys of all its letters begin. */
  String prefix() {
    return revisionPrefix() + (superseded ? "s" : "o") + (discarded ? "d " : "- ");
  }

  /** What all shelves of the revision have in common. */
  String revisionPrefix() {
    return revisionPrefix(view, revision);
  }

  static String revisionPrefix(LetterKey key) {
    return revisionPrefix(key.view(), key.revision());
  }

  private static String revisionPrefix(String view, int revision) {
    return view + " r" + revision + " ";
  }

  /** How the keys of its letters about a resource begin. */
  String prefix(ResourceId subject) {
    return prefix() + subject + " ";
  }

  /** Partition and offset as text that sorts as they do. */
  static String place(LetterKey key) {
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
