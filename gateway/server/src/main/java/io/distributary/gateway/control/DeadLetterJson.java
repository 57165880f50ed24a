package io.distributary.gateway.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * An event that a view rejected, and never its payload: {@code GET /dead-letters/{id}}.
 *
 * @param subject the resource, {@code Type/id}; null when unknown
 * @param position {@code partition@offset}
 * @param reason its code, and {@code message} the sentence
 * @param at when it was last rejected
 * @param superseded whether the view has applied a newer version of the resource since
 * @param discarded how an operator has settled the matter; not there while it is open
 */
public record DeadLetterJson(
    String id,
    String view,
    @Nullable String subject,
    String position,
    String reason,
    String message,
    String at,
    boolean superseded,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable MarkJson discarded)
    implements ControlDocument {
  /**
   * That a dead letter is discarded.
   *
   * @param reason in the operator's words
   */
  public record MarkJson(String reason, String at) {
    /** Not the operator's words: they may name people. */
    @Override
    public String toString() {
      return "discarded at " + at;
    }
  }

  /** Neither the resource nor what was wrong with it. */
  @Override
  public String toString() {
    return "dead letter " + id + " " + reason;
  }
}
