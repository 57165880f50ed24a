package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.projector.DecodedEvents;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What all views of a gateway work with.
 *
 * @param events decoded once for all of them
 */
public record Host(
    Vertx vertx, GatewayConfig config, MeterRegistry meters, Clock clock, DecodedEvents events) {
  public Host(Vertx vertx, GatewayConfig config, MeterRegistry meters, Clock clock) {
    this(vertx, config, meters, clock, new DecodedEvents(meters));
  }
}
