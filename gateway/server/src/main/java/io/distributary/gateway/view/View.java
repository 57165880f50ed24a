package io.distributary.gateway.view;

import io.distributary.gateway.plan.ViewPlan;
import io.distributary.gateway.verify.Report;
import io.distributary.schemas.Position;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Readers;
import io.distributary.sink.RevisionId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Optional;

/**
 * One view of the stream, as this gateway has it: its plan, and the sinks, projectors, positions,
 * dead letters and verification of its revisions. To ask changes nothing.
 *
 * <p>What an operator changes, all gateways of the stream follow. Those futures give the plan that
 * holds from now on, or fail with {@link io.distributary.gateway.plan.PlanException} when it cannot
 * be done now.
 */
public interface View {
  String name();

  /** The type of its sink plugin. */
  String type();

  ViewPlan plan();

  /**
   * Of the live revision; empty while its store could not yet be opened. Calls block: not for an
   * event loop.
   */
  Optional<Readers> readers();

  /**
   * Of the live revision; empty while its store could not yet be opened. Calls block: not for an
   * event loop.
   */
  Optional<Maintenance> maintenance();

  /** The live revision's checkpoint as last heard of; empty when unknown. */
  Optional<Position> position();

  /** Since when its store has answered no read; empty while it answers. */
  Optional<Instant> unansweredSince();

  /** How it is now; what Kafka does not answer is unknown. */
  Future<ViewStatus> status();

  /** Stops moving the stream into the view; it can still be read. Survives restarts. */
  Future<ViewPlan> pause();

  /** Goes on, also when the view had failed and what it failed of is mended. */
  Future<ViewPlan> resume();

  /**
   * Builds the next revision from the first event: beside the live one, or in place where the store
   * holds one only.
   */
  Future<ViewPlan> rebuild();

  /**
   * Reads another revision from now on, once it has passed the position of the live one.
   *
   * @param revision empty for the one that is being built, else the newest other one
   */
  Future<ViewPlan> switchTo(Optional<RevisionId> revision);

  /** Removes a revision that is not live; one that is being built is thereby cancelled. */
  Future<ViewPlan> drop(RevisionId revision);

  /**
   * Begins to verify a revision; one of a view at a time.
   *
   * @param repair whether what differs is repaired
   * @return what there is to say already; fails with {@link
   *     io.distributary.gateway.plan.PlanException} when the revision cannot be verified now
   */
  Future<Report> verify(RevisionId revision, boolean repair);

  /** The last verification that this gateway was asked for; empty when there was none. */
  Optional<Report> verification();

  /** Ends the verification that is under way, if there is one. */
  Optional<Report> cancelVerification();
}
