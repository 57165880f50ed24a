package io.distributary.gateway.stream;

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
 * @param live the number of the revision that is read
 * @param next the number of the revision after those that there ever were
 * @param revisions by number
 */
public record ViewPlan(String view, int live, int next, boolean paused, List<Revision> revisions) {
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
  public record Revision(int number, OptionalInt projection, boolean proven, boolean dropping) {
    private Revision isProven(boolean now) {
      return new Revision(number, projection, now, dropping);
    }

    private Revision isDropping() {
      return new Revision(number, projection, proven, true);
    }

    private Revision builtBy(int version) {
      return new Revision(number, OptionalInt.of(version), proven, dropping);
    }
  }

  /** What a view begins with. */
  public static ViewPlan first(String view) {
    return new ViewPlan(view, 1, 2, false, List.of(fresh(1, OptionalInt.empty())));
  }

  private static Revision fresh(int number, OptionalInt projection) {
    return new Revision(number, projection, false, false);
  }

  public Optional<Revision> revision(int number) {
    return revisions.stream().filter(each -> each.number() == number).findFirst();
  }

  /** The revision that is newer than the live one; empty when the view is not being rebuilt. */
  public Optional<Revision> building() {
    return revisions.stream().filter(each -> each.number() > live && !each.dropping()).findFirst();
  }

  public boolean isDropping() {
    return revisions.stream().anyMatch(Revision::dropping);
  }

  /** A revision was opened by a plugin of this projection version; an earlier record stays. */
  public ViewPlan opened(int number, int projection) {
    return change(number, each -> each.projection().isPresent() ? each : each.builtBy(projection));
  }

  /** Whether a revision is there and was opened first by this projection version. */
  public boolean isBuiltBy(int number, int projection) {
    return revision(number)
        .filter(each -> each.projection().equals(OptionalInt.of(projection)))
        .isPresent();
  }

  public ViewPlan pause() {
    return new ViewPlan(view, live, next, true, revisions);
  }

  public ViewPlan resume() {
    return new ViewPlan(view, live, next, false, revisions);
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
      throw new PlanException("rebuild-under-way", "View '" + view + "' is being rebuilt already.");
    }
    Stream<Revision> kept = revisions.stream().map(each -> inPlace ? each.isDropping() : each);
    return new ViewPlan(
        view,
        inPlace ? next : live,
        next + 1,
        paused,
        Stream.concat(kept, Stream.of(fresh(next, projection))).toList());
  }

  /**
   * Reads another revision from now on. The one that was live counts as proven, so that the view
   * can be switched back.
   *
   * @throws PlanException when the revision is not there, is going, or is not proven
   */
  public ViewPlan switchTo(int number) {
    Revision target = existing(number);
    if (target.dropping()) {
      throw new PlanException("revision-dropped", name(number) + " is being dropped.");
    }
    if (!target.proven()) {
      throw new PlanException(
          "revision-unproven",
          name(number)
              + " has not been verified. Run: distributary verify "
              + view
              + " --revision "
              + number);
    }
    ViewPlan left = change(live, each -> each.isProven(true));
    return new ViewPlan(view, number, next, paused, left.revisions);
  }

  /** A live revision that was built in place has reached the end of the stream. */
  public ViewPlan complete() {
    return change(live, each -> each.isProven(true));
  }

  /** The revision's last verification found no difference, or found some. */
  public ViewPlan verified(int number, boolean clean) {
    return number == live ? this : change(number, each -> each.isProven(clean));
  }

  /**
   * Begins to remove a revision.
   *
   * @throws PlanException when it is the live one, or not there
   */
  public ViewPlan drop(int number) {
    existing(number);
    if (number == live) {
      throw new PlanException(
          "revision-live",
          name(number)
              + " is the live one. Switch to another one first: distributary switch "
              + view);
    }
    return change(number, Revision::isDropping);
  }

  /** A revision is no longer in the store. */
  public ViewPlan dropped(int number) {
    List<Revision> left =
        revisions.stream().filter(each -> each.number() != number || !each.dropping()).toList();
    return new ViewPlan(view, live, next, paused, left);
  }

  private Revision existing(int number) {
    return revision(number)
        .orElseThrow(
            () ->
                new PlanException(
                    "revision-unknown",
                    name(number)
                        + " is not there. Known: "
                        + String.join(
                            ", ",
                            revisions.stream()
                                .map(each -> Integer.toString(each.number()))
                                .toList())
                        + "."));
  }

  private String name(int number) {
    return "Revision " + number + " of view '" + view + "'";
  }

  private ViewPlan change(int number, UnaryOperator<Revision> how) {
    List<Revision> changed = new ArrayList<>(revisions);
    changed.replaceAll(each -> each.number() == number ? how.apply(each) : each);
    return new ViewPlan(view, live, next, paused, changed);
  }
}
