package io.distributary.gateway.stream;

import io.distributary.schemas.ResourceId;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which dead letters are meant.
 *
 * @param view of this view; empty for every view
 * @param revision of this revision; empty for every one
 * @param subject about this resource; empty for every one
 * @param discarded whether those count that were discarded
 */
public record LetterSelection(
    Optional<String> view, OptionalInt revision, Optional<ResourceId> subject, boolean discarded) {
  /** All that are an open matter. */
  public static final LetterSelection ALL =
      new LetterSelection(Optional.empty(), OptionalInt.empty(), Optional.empty(), false);

  public LetterSelection ofView(String name) {
    return new LetterSelection(Optional.of(name), OptionalInt.empty(), subject, discarded);
  }

  public LetterSelection ofRevision(String name, int number) {
    return new LetterSelection(Optional.of(name), OptionalInt.of(number), subject, discarded);
  }

  public LetterSelection about(ResourceId resource) {
    return new LetterSelection(view, revision, Optional.of(resource), discarded);
  }

  public LetterSelection withDiscarded() {
    return new LetterSelection(view, revision, subject, true);
  }
}
