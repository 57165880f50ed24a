package io.distributary.gateway.control;

import java.util.List;

/** {@code GET /views}: all views, and the memory that answers and bodies share. */
public record ViewsJson(List<ViewJson> views, BudgetJson budget) implements ControlDocument {
  public ViewsJson {
    views = List.copyOf(views);
  }

  /**
   * In bytes.
   *
   * @param bytes that there are
   * @param held of them, now
   */
  public record BudgetJson(long bytes, long held) {}
}
