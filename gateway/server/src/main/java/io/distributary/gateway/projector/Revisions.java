package io.distributary.gateway.projector;

import io.distributary.gateway.stream.ViewPlan;
import io.vertx.core.Future;
import java.util.OptionalInt;

/**
 * What an operator does with a view: all gateways of the stream follow. Futures fail with {@link
 * io.distributary.gateway.stream.PlanException} when it cannot be done now, and give the plan that
 * holds from now on.
 */
public interface Revisions {
  /** Stops moving the stream into the view; it can still be read. Survives restarts. */
  Future<ViewPlan> pause(String view);

  /** Goes on, also when the view had failed and what it failed of is mended. */
  Future<ViewPlan> resume(String view);

  /**
   * Builds the next revision from the first event: beside the live one, or in place where the store
   * holds one only.
   */
  Future<ViewPlan> rebuild(String view);

  /**
   * Reads another revision from now on, once it has passed the position of the live one.
   *
   * @param revision empty for the one that is being built, else the newest other one
   */
  Future<ViewPlan> switchTo(String view, OptionalInt revision);

  /** Removes a revision that is not live; one that is being built is thereby cancelled. */
  Future<ViewPlan> drop(String view, int revision);
}
