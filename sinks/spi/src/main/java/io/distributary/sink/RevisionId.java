package io.distributary.sink;

import java.util.Comparator;

/**
 * One build of a view. A rebuild makes the next one beside it. As text: {@code document.r2}. In
 * order: by view, then by number.
 *
 * @param view the view's name: lower-case letters, digits and hyphens
 * @param number 1 for the first build of the view
 */
public record RevisionId(String view, int number) implements Comparable<RevisionId> {
  private static final Comparator<RevisionId> ORDER =
      Comparator.comparing(RevisionId::view).thenComparingInt(RevisionId::number);

  public RevisionId {
    if (number < 1) {
      throw new IllegalArgumentException("A revision is at least 1");
    }
  }

  /** What a view begins with. */
  public static RevisionId first(String view) {
    return new RevisionId(view, 1);
  }

  @Override
  public int compareTo(RevisionId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return view + ".r" + number;
  }
}
