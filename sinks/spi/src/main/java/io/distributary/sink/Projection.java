package io.distributary.sink;

import io.distributary.schemas.event.Event;
import java.util.Optional;

/**
 * The pure function from an event to what a store writes. Same event, same result, for ever: when
 * the function changes, so does {@link #version}, and the view asks to be rebuilt.
 *
 * @param <P> what is written; immutable
 */
public interface Projection<P> {
  /** Grows whenever the same event would be projected differently; at least 1. */
  int version();

  /**
   * Whether the view keeps every version. If not, the host gives a batch only the newest event of
   * each resource.
   */
  boolean keepsHistory();

  /**
   * What is written for an event, a tombstone for a deletion; empty when the view does not keep
   * such resources.
   *
   * @throws RejectedEventException when this store can never hold the event
   */
  Optional<P> project(Event event) throws RejectedEventException;

  /**
   * The content's fingerprint: SHA-256, in lower-case hex, over id, key, source, whether it is
   * deleted, and the projected content; neither version nor append time. The content enters it in
   * one form, whatever form the store gives it back in: its bytes as they were appended, or a tree
   * with its names in order. {@link Maintenance#scan} computes the same from what is stored.
   */
  String hash(P projected);
}
