package io.distributary.gateway.control;

import io.distributary.gateway.control.VerificationJson.CountsJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code verify --json} prints of a {@link VerificationJson}. */
public record FindingsJson(
    String view,
    long checked,
    List<String> missing,
    List<String> extra,
    List<String> different,
    List<String> stale,
    List<String> moved,
    long repaired,
    List<String> unrepaired,
    CountsJson counts,
    boolean truncated,
    int revision,
    @Nullable String position)
    implements ControlDocument {
  public FindingsJson {
    missing = List.copyOf(missing);
    extra = List.copyOf(extra);
    different = List.copyOf(different);
    stale = List.copyOf(stale);
    moved = List.copyOf(moved);
    unrepaired = List.copyOf(unrepaired);
  }

  /** No names. */
  @Override
  public String toString() {
    return "findings in " + view + ".r" + revision + ": " + counts;
  }
}
