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
public record DeadLetterSelection(
    Optional<String> view,
    Optional<RevisionId> revision,
    Optional<ResourceId> subject,
    boolean discarded) {
  /** All that are an open matter. */
  public static final DeadLetterSelection ALL =
      new DeadLetterSelection(Optional.empty(), Optional.empty(), Optional.empty(), false);

  public DeadLetterSelection ofView(String name) {
    return new DeadLetterSelection(Optional.of(name), Optional.empty(), subject, discarded);
  }

  public DeadLetterSelection ofRevision(RevisionId id) {
    return new DeadLetterSelection(Optional.of(id.view()), Optional.of(id), subject, discarded);
  }

  public DeadLetterSelection about(ResourceId resource) {
    return new DeadLetterSelection(view, revision, Optional.of(resource), discarded);
  }

  public DeadLetterSelection withDiscarded() {
    return new DeadLetterSelection(view, revision, subject, true);
  }
}
