package io.distributary.gateway.projector;

import io.distributary.gateway.config.Bytes;
import io.distributary.gateway.config.GatewayConfig;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What one seed makes of a {@link Simulation}: its size and which faults it has.
 *
 * @param rebuildEventsPerSecond at which a revision that is not live is kept; 0 for no limit
 * @param troubled for how long faults happen; then they stop and everything must come right
 */
record Schedule(
    long seed,
    int partitions,
    int gateways,
    List<View> views,
    int rebuildEventsPerSecond,
    int events,
    int resources,
    GatewayConfig.Delivery delivery,
    Duration troubled,
    Set<Fault> faults) {

  /**
   * A view.
   *
   * @param inPlace whether its store holds one revision only
   */
  record View(boolean keepsHistory, boolean inPlace) {}

  static Schedule of(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return new Schedule(
        seed,
        random.nextInt(1, 4),
        random.nextInt(1, 4),
        Stream.generate(() -> new View(random.nextBoolean(), random.nextInt(4) == 0))
            .limit(random.nextInt(1, 3))
            .toList(),
        random.nextInt(50),
        random.nextInt(5, 80),
        random.nextInt(1, 12),
        delivery(random),
        Duration.ofSeconds(random.nextInt(60, 900)),
        faults(random));
  }

  private static GatewayConfig.Delivery delivery(SplittableRandom random) {
    return new GatewayConfig.Delivery(
        random.nextInt(1, 20),
        new Bytes(8 << 20),
        Duration.ofSeconds(60),
        new GatewayConfig.Retry(
            Duration.ofMillis(random.nextInt(10, 1_000)), Duration.ofSeconds(30)));
  }

  /** Each schedule has some faults and not others, so that rare ones meet each other. */
  private static Set<Fault> faults(SplittableRandom random) {
    double share = random.nextDouble(0.1, 0.8);
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (Fault fault : Fault.values()) {
      if (fault.isDrawn() && random.nextDouble() < share) {
        faults.add(fault);
      }
    }
    return faults;
  }
}
