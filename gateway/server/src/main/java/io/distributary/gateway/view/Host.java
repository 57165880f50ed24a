package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What every part of a gateway works with. */
public record Host(Vertx vertx, GatewayConfig config, MeterRegistry meters, Clock clock) {}
