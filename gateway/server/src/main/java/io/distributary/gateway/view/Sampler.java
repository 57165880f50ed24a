package io.distributary.gateway.view;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.log.EventLog;
import io.distributary.gateway.log.LogRange;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes a sample of every view from time to time, one after the other: {@code
 * distributary_view_verify_checked_total{view}} and {@code _wrong_total{view}}. Which resources are
 * wrong a verification says.
 */
final class Sampler {
  private final Host host;
  private final EventLog log;
  private final List<RunningView> views;
  private final WorkerExecutor worker;
  private @Nullable LogRange range;
  private long timer = -1;
  private volatile boolean stopped;

  Sampler(Host host, EventLog log, List<RunningView> views) {
    this.host = host;
    this.log = log;
    this.views = views;
    this.worker = host.vertx().createSharedWorkerExecutor("verify-sampler", 1, 5, TimeUnit.MINUTES);
  }

  private GatewayConfig.Verify config() {
    return host.config().verify();
  }

  /** Begins, unless the configuration says never. */
  void start() {
    if (!config().sampleEvery().isZero()) {
      later();
    }
  }

  private void later() {
    timer = host.vertx().setTimer(config().sampleEvery().toMillis(), fired -> sampleAll());
  }

  private void sampleAll() {
    worker
        .executeBlocking(
            () -> {
              views.forEach(this::sample);
              return true;
            },
            false)
        .onComplete(
            sampled -> {
              if (!stopped) {
                later();
              }
            });
  }

  private void sample(RunningView view) {
    if (!stopped) {
      view.verifying().sample(range(), config(), host.random());
    }
  }

  private LogRange range() {
    LogRange open = range == null ? log.range() : range;
    range = open;
    return open;
  }

  /** Ends, when the sample under way is taken. */
  Future<Void> stop() {
    stopped = true;
    host.vertx().cancelTimer(timer);
    return worker
        .executeBlocking(
            () -> {
              if (range != null) {
                range.close();
              }
              return true;
            },
            true)
        .timeout(5, TimeUnit.SECONDS)
        .transform(closed -> worker.close());
  }
}
