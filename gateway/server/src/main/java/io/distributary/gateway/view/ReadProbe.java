package io.distributary.gateway.view;

import io.distributary.sink.Maintenance;
import io.distributary.sink.ReadContext;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks up one name in a view's store at every tick, as a reader would, so that a store that takes
 * connections and answers nobody is known before somebody waits for it. A look-up has two seconds;
 * after two failures in a row the view counts as unanswered, until the first success.
 */
final class ReadProbe {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int FAILURES = 2;
  private static final List<String> NAME = List.of("Basic/distributary-read-probe");

  private final Supplier<Optional<Maintenance>> store;
  private final WorkerExecutor worker;
  private final Duration patience;
  private final Clock clock;
  private boolean underWay;
  private boolean known;
  private int failures;
  private @Nullable Instant failingSince;

  /**
   * @param store of the live revision; empty while it is not open
   */
  ReadProbe(String view, Supplier<Optional<Maintenance>> store, Host host) {
    this(view, store, host, PATIENCE);
  }

  /**
   * @param patience with one look-up
   */
  ReadProbe(String view, Supplier<Optional<Maintenance>> store, Host host, Duration patience) {
    this.store = store;
    this.patience = patience;
    this.worker = host.vertx().createSharedWorkerExecutor("probe-" + view, 1);
    this.clock = host.clock();
    Gauge.builder("distributary.view.reads.answered", this, ReadProbe::answers)
        .description(
            "1 while the view's store answers reads, 0 while it answers none, NaN when unknown")
        .tag("view", view)
        .register(host.meters());
  }

  /** Looks once more, unless a look is under way; of a store that is not open nothing is known. */
  void tick() {
    Optional<Maintenance> maintenance = store.get();
    if (maintenance.isPresent() && begin()) {
      look(maintenance.get());
    }
  }

  private synchronized boolean begin() {
    boolean free = !underWay;
    underWay = true;
    return free;
  }

  private void look(Maintenance maintenance) {
    Instant asked = clock.instant();
    ReadContext context = ReadContext.of("probe", asked.plus(patience), clock);
    FutureTask<Object> task = new FutureTask<>(() -> maintenance.find(NAME, context));
    worker
        .executeBlocking(() -> finished(task), false)
        .onComplete(ended -> end())
        .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answered -> answered())
        .onFailure(
            failure -> {
              task.cancel(true);
              failed(asked);
            });
  }

  private static Object finished(FutureTask<Object> task) throws Exception {
    try {
      task.run();
      return task.get();
    } finally {
      Thread.interrupted(); // one that came too late must not meet the next look
    }
  }

  private synchronized void end() {
    underWay = false;
  }

  private synchronized void answered() {
    known = true;
    failures = 0;
    failingSince = null;
  }

  private synchronized void failed(Instant asked) {
    failures++;
    known |= failures >= FAILURES;
    failingSince = failingSince == null ? asked : failingSince;
  }

  private synchronized double answers() {
    if (!known) {
      return Double.NaN;
    }
    return failures < FAILURES ? 1 : 0;
  }

  /** When the first look-up was made that was not answered; empty while the view answers. */
  synchronized Optional<Instant> unansweredSince() {
    return failures < FAILURES ? Optional.empty() : Optional.ofNullable(failingSince);
  }
}
