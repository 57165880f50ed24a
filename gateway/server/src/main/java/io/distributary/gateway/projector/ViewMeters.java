package io.distributary.gateway.projector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What a view's projector counts: {@code distributary_view_events_total{view,outcome}}. */
public final class ViewMeters {
  private final Counter applied;
  private final Counter stale;
  private final Counter skipped;
  private final Counter rejected;

  public ViewMeters(String view, MeterRegistry meters) {
    this.applied = counter(view, "applied", meters);
    this.stale = counter(view, "stale", meters);
    this.skipped = counter(view, "skipped", meters);
    this.rejected = counter(view, "rejected", meters);
  }

  private static Counter counter(String view, String outcome, MeterRegistry meters) {
    return Counter.builder("distributary.view.events")
        .description("Events by what became of them")
        .tag("view", view)
        .tag("outcome", outcome)
        .register(meters);
  }

  void add(WriteBatch.Tally tally) {
    applied.increment(tally.updated + tally.deleted);
    stale.increment(tally.stale + tally.outdated);
    skipped.increment(tally.skipped);
    rejected.increment(tally.rejected);
  }
}
