package io.distributary.gateway.verify;

import io.distributary.gateway.config.GatewayConfig;
import io.distributary.gateway.plugin.SinkRegistry;
import io.distributary.gateway.stream.EventLog;
import io.distributary.gateway.stream.LogRange;
import io.distributary.gateway.stream.StreamException;
import io.distributary.gateway.stream.ViewPlan;
import io.distributary.gateway.stream.ViewPlan.Revision;
import io.distributary.sink.Maintenance;
import io.distributary.sink.Sink;
import io.distributary.sink.SinkException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a sample of every live view from time to time, so that drift is noticed before somebody
 * asks: {@code distributary_view_verify_checked_total{view}} and {@code _wrong_total{view}}. Which
 * resources are wrong a verification says.
 */
public final class Sampler {
  private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

  private final Vertx vertx;
  private final EventLog log;
  private final SinkRegistry sinks;
  private final GatewayConfig.Verify config;
  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, Meters> meters = new HashMap<>();
  private final WorkerExecutor worker;
  private @Nullable LogRange range;
  private long timer = -1;
  private volatile boolean stopped;

  /** A view's counters. */
  private record Meters(Counter checked, Counter wrong) {
    static Meters of(String view, MeterRegistry registry) {
      return new Meters(
          Counter.builder("distributary.view.verify.checked")
              .description("Events that the sampler looked up in the view")
              .tag("view", view)
              .register(registry),
          Counter.builder("distributary.view.verify.wrong")
              .description("Events of these that the view does not hold as it must")
              .tag("view", view)
              .register(registry));
    }
  }

  public Sampler(
      Vertx vertx,
      EventLog log,
      SinkRegistry sinks,
      GatewayConfig.Verify config,
      MeterRegistry registry,
      Clock clock,
      RandomGenerator random) {
    this.vertx = vertx;
    this.log = log;
    this.sinks = sinks;
    this.config = config;
    this.clock = clock;
    this.random = random;
    this.worker = vertx.createSharedWorkerExecutor("verify-sampler", 1, 5, TimeUnit.MINUTES);
    sinks.views().forEach(view -> meters.put(view, Meters.of(view, registry)));
  }

  /** Begins, unless the configuration says never. */
  public void start() {
    if (!config.sampleEvery().isZero()) {
      later();
    }
  }

  private void later() {
    timer = vertx.setTimer(config.sampleEvery().toMillis(), fired -> sampleAll());
  }

  private void sampleAll() {
    worker
        .executeBlocking(
            () -> {
              meters.forEach(this::sample);
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

  private void sample(String view, Meters counted) {
    int live = log.plans().plan(view).live();
    if (stopped || sinks.maintenance(view, live).isEmpty()) {
      return;
    }
    try {
      Sink<?> sink = sinks.open(view, live);
      if (isBuiltBy(sink, log.plans().plan(view), live)) {
        count(view, counted, new Sample<>(parts(view, live, sink), config.sampleSize(), random));
      }
    } catch (SinkException | StreamException e) {
      LOG.debug("No sample of view {}: {}", view, e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("No sample of view {}: {}", view, e.getClass().getName());
    }
  }

  private static boolean isBuiltBy(Sink<?> sink, ViewPlan plan, int number) {
    int ours = sink.projection().version();
    return plan.revision(number)
        .map(Revision::projection)
        .filter(built -> built.equals(OptionalInt.of(ours)))
        .isPresent();
  }

  private <P> Parts<P> parts(String view, int live, Sink<P> sink) {
    Maintenance maintenance = sinks.maintenance(view, live).orElseThrow();
    return new Parts<>(
        sink,
        maintenance,
        range(),
        () -> Waiting.on(log.lags().of(log.topics().group(view, live))).committed(),
        new Letters(log.deadLetters(), view, live),
        clock);
  }

  private static void count(String view, Meters counted, Sample<?> sample) throws SinkException {
    Sample.Count found = sample.take();
    counted.checked().increment(found.checked());
    counted.wrong().increment(found.wrong());
    if (found.wrong() > 0) {
      LOG.warn(
          "{} of {} sampled events are not in view {} as they must be. Run: distributary verify {}",
          found.wrong(),
          found.checked(),
          view,
          view);
    }
  }

  private LogRange range() {
    LogRange open = range == null ? log.range() : range;
    range = open;
    return open;
  }

  /** Ends, when the sample under way is taken. */
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
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
