package io.distributary.gateway.control;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view as {@code GET /views} and {@code GET /views/{view}} show it.
 *
 * @param type of its sink plugin
 * @param revision the number of the one that is read
 * @param resources applied by this gateway, or counted by the store when that was asked for; null
 *     when the store cannot count now
 * @param lag events appended and not yet applied; null when unknown
 * @param position the view's checkpoint; null when unknown
 * @param since when the state began
 * @param message a sentence for the operator; empty when there is nothing to say
 * @param unansweredSince since when the store has answered no read; null while it answers
 * @param revisions all that there are, by number
 */
public record ViewJson(
    String name,
    String type,
    String state,
    int revision,
    @Nullable Long resources,
    @Nullable Long lag,
    long deadLetters,
    @Nullable String position,
    String since,
    String message,
    @Nullable String unansweredSince,
    List<RevisionJson> revisions)
    implements ControlDocument {
  public ViewJson {
    message = Objects.requireNonNullElse(message, "");
    revisions = List.copyOf(revisions);
  }

  /**
   * One revision of a view.
   *
   * @param live whether it is the one that is read
   * @param proven whether it may be switched to
   * @param dropping whether it is being removed
   * @param resources applied by this gateway
   * @param lag null when unknown
   * @param position the revision's checkpoint; null when unknown
   */
  public record RevisionJson(
      int number,
      boolean live,
      boolean proven,
      boolean dropping,
      String state,
      long resources,
      @Nullable Long lag,
      @Nullable String position,
      String message) {}
}
