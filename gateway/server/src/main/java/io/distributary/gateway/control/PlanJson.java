package io.distributary.gateway.control;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a view, answered to pause, resume, rebuild, switch and drop.
 *
 * @param live the number of the revision that is read
 * @param building of the one that is being built beside it; null for none
 * @param revisions the numbers of all
 */
public record PlanJson(
    String view, int live, @Nullable Integer building, boolean paused, List<Integer> revisions)
    implements ControlDocument {
  public PlanJson {
    revisions = List.copyOf(revisions);
  }
}
