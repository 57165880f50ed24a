package io.distributary.gateway.projector;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What a view's projector counts: {@code distributary_view_events_total{view,outcome}}. */
public final class ViewMeters {
  private final Counter applied;
  private final Counter stale;
  private final Counter passed;
  private final Counter refused;

  public ViewMeters(String view, MeterRegistry meters) {
    this.applied = counter(view, "applied", meters);
    this.stale = counter(view, "stale", meters);
    this.passed = counter(view, "passed", meters);
    this.refused = counter(view, "refused", meters);
  }

  private static Counter counter(String view, String outcome, MeterRegistry meters) {
    return Counter.builder("distributary.view.events")
        .description("Events by what became of them")
        .tag("view", view)
        .tag("outcome", outcome)
        .register(meters);
  }

  void add(Batch.Tally tally) {
    applied.increment(tally.updated + tally.deleted);
    stale.increment(tally.stale + tally.outdated);
    passed.increment(tally.passed);
    refused.increment(tally.refused);
  }
}
