package io.distributary.gateway.plan;

import io.vertx.core.Future;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** The plans of all views, as all gateways of the stream know them. */
public interface Plans {
  /** As last heard; a view without a record is at its first revision. */
  ViewPlan plan(String view);

  /**
   * Changes a view's plan on top of what everybody else has changed. May call {@code change} more
   * than once.
   *
   * @return the plan that all gateways will follow; fails with what {@code change} throws, or with
   *     a {@link StreamException} when Kafka does not take it
   */
  Future<ViewPlan> update(String view, UnaryOperator<ViewPlan> change);

  /** Tells of every plan that changes from now on, whoever changed it. */
  void onChange(Consumer<ViewPlan> listener);
}
