package io.distributary.gateway.view;

import io.distributary.schemas.Position;
import io.distributary.sink.RevisionId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one revision of a view says of itself.
 *
 * @param live whether it is the one that is read
 * @param proven whether it may be switched to: it was verified without a difference, or has been
 *     live
 * @param dropping whether it is being removed
 * @param applied updates less deletions that this gateway applied since it started
 * @param lag empty when unknown
 * @param position the revision's checkpoint; empty when unknown
 */
public record RevisionStatus(
    RevisionId id,
    boolean live,
    boolean proven,
    boolean dropping,
    ViewState state,
    long applied,
    OptionalLong lag,
    Optional<Position> position,
    String message) {}
