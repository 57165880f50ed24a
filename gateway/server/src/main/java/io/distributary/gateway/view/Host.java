package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.projector.DecodedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What all views of a gateway work with.
 *
 * @param random for several threads at once
 * @param events decoded once for all of them
 */
public record Host(
    Vertx vertx,
    GatewayConfig config,
    MeterRegistry meters,
    Clock clock,
    RandomGenerator random,
    DecodedEvents events) {
  public Host(
      Vertx vertx,
      GatewayConfig config,
      MeterRegistry meters,
      Clock clock,
      RandomGenerator random) {
    this(vertx, config, meters, clock, random, new DecodedEvents(meters));
  }
}
