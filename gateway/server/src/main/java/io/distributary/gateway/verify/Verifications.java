package io.distributary.gateway.verify;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Verifications of views, one of a view at a time. What is said of them is said by the gateway that
 * was asked to begin.
 */
public interface Verifications {
  /**
   * Begins one.
   *
   * @param revision empty for the live one
   * @param repair whether what differs is mended
   * @return what there is to say already; fails with {@link
   *     io.distributary.gateway.stream.PlanException} when the revision cannot be verified now
   */
  Future<Report> start(String view, OptionalInt revision, boolean repair);

  /** The view's last one, under way or ended; empty when there was none. */
  Optional<Report> find(String view);

  /** Ends it, if it is under way. */
  Optional<Report> cancel(String view);
}
