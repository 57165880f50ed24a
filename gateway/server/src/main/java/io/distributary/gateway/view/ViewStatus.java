package io.distributary.gateway.view;

import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a view says of itself.
 *
 * @param live the revision that is read
 * @param type of its sink plugin
 * @param resources live resources applied by this gateway since it started; the exact number is
 *     asked of the store
 * @param lag events appended and not yet applied or in dead letters, over all partitions; empty
 *     when unknown
 * @param deadLetters of the live revision, superseded ones included, discarded ones not
 * @param position the view's checkpoint; empty when unknown
 * @param since when the state began, as the view's own look at itself every second saw it; the
 *     moment of this answer when no look has seen this state yet
 * @param message a sentence for the operator; empty when there is nothing to say
 * @param unansweredSince since when the store has answered no read; empty while it answers
 * @param revisions all that there are, by number
 */
public record ViewStatus(
    RevisionId live,
    String type,
    ViewState state,
    long resources,
    OptionalLong lag,
    long deadLetters,
    Optional<Position> position,
    Instant since,
    String message,
    Optional<Instant> unansweredSince,
    List<RevisionStatus> revisions) {
  public String name() {
    return live.view();
  }
}
