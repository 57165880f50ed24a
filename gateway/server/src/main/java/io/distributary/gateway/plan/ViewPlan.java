package io.distributary.gateway.plan;

import io.distributary.sink.RevisionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What all gateways agree on about one view: its revisions, which of them is read, and whether it
 * is paused. Every revision is kept up to date until it is dropped, so that the view can be
 * switched back.
 *
 * @param live the revision that is read
 * @param next the number of the revision after those that there ever were
 * @param revisions by number
 */
public record ViewPlan(RevisionId live, int next, boolean paused, List<Revision> revisions) {
  /** Reason of a revision that was built by another projection. */
  public static final String REBUILD_REQUIRED = "rebuild-required";

  public ViewPlan {
    revisions = List.copyOf(revisions);
  }

  /**
   * One build of the view.
   *
   * @param projection the version of the projection that it is built by; empty until it was opened
   *     for the first time
   * @param proven whether it may be read: it was verified without a difference, or has been live
   * @param dropping whether it is being removed from the store
   */
  public record Revision(RevisionId id, OptionalInt projection, boolean proven, boolean dropping) {
    private Revision isProven(boolean now) {
      return new Revision(id, projection, now, dropping);
    }

    private Revision isDropping() {
      return new Revision(id, projection, proven, true);
    }

    private Revision builtBy(int version) {
      return new Revision(id, OptionalInt.of(version), proven, dropping);
    }
  }

  /** What a view begins with. */
  public static ViewPlan first(String view) {
    RevisionId first = RevisionId.first(view);
    return new ViewPlan(first, 2, false, List.of(fresh(first, OptionalInt.empty())));
  }

  private static Revision fresh(RevisionId id, OptionalInt projection) {
    return new Revision(id, projection, false, false);
  }

  public String view() {
    return live.view();
  }

  public Optional<Revision> revision(RevisionId id) {
    return revisions.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  /** The revision that is newer than the live one; empty when the view is not being rebuilt. */
  public Optional<Revision> building() {
    return revisions.stream()
        .filter(each -> each.id().number() > live.number() && !each.dropping())
        .findFirst();
  }

  public boolean isDropping() {
    return revisions.stream().anyMatch(Revision::dropping);
  }

  /** A revision was opened by a plugin of this projection version; an earlier record stays. */
  public ViewPlan opened(RevisionId id, int projection) {
    return change(id, each -> each.projection().isPresent() ? each : each.builtBy(projection));
  }

  /**
   * Says that what a projection makes now may be compared with, and written to, a revision.
   *
   * @throws PlanException when the revision is not there, is going, or was built by another
   *     projection
   */
  public void requireBuiltBy(RevisionId id, int projection) {
    OptionalInt built = requireThere(id).projection();
    if (built.isPresent() && built.getAsInt() != projection) {
      throw new PlanException(
          REBUILD_REQUIRED,
          name(id)
              + " was built by version "
              + built.getAsInt()
              + " of its projection, this gateway has version "
              + projection
              + ". It can be read; to build it anew, run: distributary rebuild "
              + id.view());
    }
  }

  /**
   * @throws PlanException when the revision is not there, or is going
   */
  public Revision requireThere(RevisionId id) {
    List<Revision> there = revisions.stream().filter(each -> !each.dropping()).toList();
    return there.stream()
        .filter(each -> each.id().equals(id))
        .findFirst()
        .orElseThrow(() -> unknown(id, there));
  }

  public ViewPlan pause() {
    return new ViewPlan(live, next, true, revisions);
  }

  public ViewPlan resume() {
    return new ViewPlan(live, next, false, revisions);
  }

  /**
   * Begins the next revision.
   *
   * @param inPlace whether the store holds one revision only: the others are dropped first, and the
   *     new one is live from the beginning
   * @param projection of the gateway that was asked, so that one of another version does not begin;
   *     empty when its sink was never open
   * @throws PlanException while a rebuild is under way
   */
  public ViewPlan rebuild(boolean inPlace, OptionalInt projection) {
    if (building().isPresent() || (inPlace && isDropping())) {
      throw new PlanException(
          "rebuild-under-way", "View '" + view() + "' is being rebuilt already.");
    }
    RevisionId fresh = new RevisionId(view(), next);
    Stream<Revision> kept = revisions.stream().map(each -> inPlace ? each.isDropping() : each);
    return new ViewPlan(
        inPlace ? fresh : live,
        next + 1,
        paused,
        Stream.concat(kept, Stream.of(fresh(fresh, projection))).toList());
  }

  /**
   * Reads another revision from now on. The one that was live counts as proven, so that the view
   * can be switched back.
   *
   * @throws PlanException when the revision is not there, is going, or is not proven
   */
  public ViewPlan switchTo(RevisionId id) {
    Revision target = existing(id);
    if (target.dropping()) {
      throw new PlanException("revision-dropped", name(id) + " is being dropped.");
    }
    if (!target.proven()) {
      throw new PlanException(
          "revision-unproven",
          name(id)
              + " has not been verified. Run: distributary verify "
              + id.view()
              + " --revision "
              + id.number());
    }
    ViewPlan left = change(live, each -> each.isProven(true));
    return new ViewPlan(id, next, paused, left.revisions);
  }

  /** A live revision that was built in place has reached the end of the stream. */
  public ViewPlan complete() {
    return change(live, each -> each.isProven(true));
  }

  /** The revision's last verification found no difference, or found some. */
  public ViewPlan verified(RevisionId id, boolean clean) {
    return id.equals(live) ? this : change(id, each -> each.isProven(clean));
  }

  /**
   * Begins to remove a revision.
   *
   * @throws PlanException when it is the live one, or not there
   */
  public ViewPlan drop(RevisionId id) {
    existing(id);
    if (id.equals(live)) {
      throw new PlanException(
          "revision-live",
          name(id)
              + " is the live one. Switch to another one first: distributary switch "
              + id.view());
    }
    return change(id, Revision::isDropping);
  }

  /** A revision is no longer in the store. */
  public ViewPlan dropped(RevisionId id) {
    List<Revision> left =
        revisions.stream().filter(each -> !each.id().equals(id) || !each.dropping()).toList();
    return new ViewPlan(live, next, paused, left);
  }

  private Revision existing(RevisionId id) {
    return revision(id).orElseThrow(() -> unknown(id, revisions));
  }

  private static PlanException unknown(RevisionId id, List<Revision> known) {
    List<String> numbers =
        known.stream().map(each -> Integer.toString(each.id().number())).toList();
    return new PlanException(
        "revision-unknown", name(id) + " is not there. Known: " + String.join(", ", numbers) + ".");
  }

  private static String name(RevisionId id) {
    return "Revision " + id.number() + " of view '" + id.view() + "'";
  }

  private ViewPlan change(RevisionId id, UnaryOperator<Revision> how) {
    List<Revision> changed = new ArrayList<>(revisions);
    changed.replaceAll(each -> each.id().equals(id) ? how.apply(each) : each);
    return new ViewPlan(live, next, paused, changed);
  }
}
