package io.distributary.gateway.deadletter;

import io.distributary.schemas.ResourceId;
import io.distributary.sink.RevisionId;
import java.util.Optional;

/**
 * Which dead letters are meant.
 *
 * @param view of this view; empty for every view
 * @param revision of this revision; empty for every one
 * @param subject about this resource; empty for every one
 * @param discarded whether those count that were discarded
 */
public record LetterSelection(
    Optional<String> view,
    Optional<RevisionId> revision,
    Optional<ResourceId> subject,
    boolean discarded) {
  /** All that are an open matter. */
  public static final LetterSelection ALL =
      new LetterSelection(Optional.empty(), Optional.empty(), Optional.empty(), false);

  public LetterSelection ofView(String name) {
    return new LetterSelection(Optional.of(name), Optional.empty(), subject, discarded);
  }

  public LetterSelection ofRevision(RevisionId id) {
    return new LetterSelection(Optional.of(id.view()), Optional.of(id), subject, discarded);
  }

  public LetterSelection about(ResourceId resource) {
    return new LetterSelection(view, revision, Optional.of(resource), discarded);
  }

  public LetterSelection withDiscarded() {
    return new LetterSelection(view, revision, subject, true);
  }
}
