package io.distributary.gateway.projector;

import io.distributary.gateway.config.GatewayConfig;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Gives a revision's {@link Projector} an event loop, and threads on which it may block. */
public final class ProjectorVerticle extends VerticleBase {
  private final RevisionAccess access;
  private final ViewMeters meters;
  private final GatewayConfig.Delivery delivery;
  private final boolean reading;
  private final Clock clock;
  private final RandomGenerator random;
  private @Nullable WorkerExecutor worker;
  private volatile @Nullable Projector projector;

  /**
   * @param reading whether it moves events, rather than only keep the sink open
   * @param clock for the time of dead letters
   * @param random what the waits before another try are drawn with
   */
  public ProjectorVerticle(
      RevisionAccess access,
      ViewMeters meters,
      GatewayConfig.Delivery delivery,
      boolean reading,
      Clock clock,
      RandomGenerator random) {
    this.access = access;
    this.meters = meters;
    this.delivery = delivery;
    this.reading = reading;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Future<?> start() {
    DeadLetterWriter letters = new DeadLetterWriter(access.letters(), clock, access.revision());
    WorkerExecutor created =
        vertx.createSharedWorkerExecutor(
            "projector-" + access.revision(),
            2,
            delivery.timeout().toSeconds() + 5,
            TimeUnit.SECONDS);
    worker = created;
    WorkerPorts ports =
        new WorkerPorts(vertx, created, access, letters, meters, delivery.batchSize());
    Projector starting = new Projector(ports, delivery, reading, random);
    projector = starting;
    starting.start();
    return Future.succeededFuture();
  }

  /** Drains: done when the batch under way is complete and committed, and the group is left. */
  @Override
  public Future<?> stop() {
    Projector running = projector;
    return running == null
        ? Future.succeededFuture()
        : running.stop().onComplete(left -> closeWorker());
  }

  private void closeWorker() {
    if (worker != null) {
      worker.close();
    }
  }

  public ProjectorStatus status() {
    Projector running = projector;
    return running == null ? ProjectorStatus.opening(reading) : running.status();
  }

  /** Whether it moves the stream, rather than only keep the sink open. */
  public boolean isReading() {
    return reading;
  }

  /** From now on at most so many events a second; 0 for no limit. Not before it is deployed. */
  public void pace(int eventsPerSecond) {
    Projector running = projector;
    if (running != null) {
      context.runOnContext(now -> running.pace(eventsPerSecond));
    }
  }
}
