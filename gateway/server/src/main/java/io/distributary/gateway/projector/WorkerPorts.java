package io.distributary.gateway.projector;

import io.distributary.gateway.log.LogReader;
import io.distributary.gateway.log.Polled;
import io.distributary.gateway.projector.Effect.Timer;
import io.distributary.schemas.Reason;
import io.distributary.sink.Projected;
import io.distributary.sink.RevisionId;
import io.distributary.sink.WriteResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real world of a projector: what blocks runs on its workers. */
final class WorkerPorts implements Ports {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerPorts.class);

  private final Vertx vertx;
  private final WorkerExecutor worker;
  private final RevisionAccess access;
  private final DeadLetterWriter letters;
  private final ViewMeters meters;
  private final int batchSize;
  private @Nullable ViewWriter<?> writer;

  WorkerPorts(
      Vertx vertx,
      WorkerExecutor worker,
      RevisionAccess access,
      DeadLetterWriter letters,
      ViewMeters meters,
      int batchSize) {
    this.vertx = vertx;
    this.worker = worker;
    this.access = access;
    this.letters = letters;
    this.meters = meters;
    this.batchSize = batchSize;
  }

  @Override
  public Future<Boolean> open() {
    return worker
        .executeBlocking(() -> ViewWriter.of(access.open(), access.events()::decode), false)
        .compose(opened -> access.opened(opened.projectionVersion()).map(same -> opened))
        .map(
            opened -> {
              writer = opened;
              return opened.keepsHistory();
            });
  }

  @Override
  public LogReader reader() {
    return access.reader(batchSize);
  }

  @Override
  public Future<Chunk> prepare(Polled polled) {
    ViewWriter<?> preparing = writer();
    return polled.records().isEmpty()
        ? Future.succeededFuture(preparing.prepare(polled))
        : worker.executeBlocking(() -> preparing.prepare(polled), false);
  }

  @Override
  public Future<WriteResult> write(List<Projected<?>> batch) {
    ViewWriter<?> writing = writer();
    return worker.executeBlocking(() -> writing.write(batch), false);
  }

  @Override
  public Future<Void> writeLetters(WriteBatch batch) {
    return letters.write(batch);
  }

  @Override
  public void after(Timer timer, Duration duration, Runnable task) {
    vertx.setTimer(Math.max(1, duration.toMillis()), fired -> task.run());
  }

  @Override
  public void finished(WriteBatch batch) {
    meters.add(batch.tally());
  }

  @Override
  public void changed(ProjectorStatus now) {
    RevisionId revision = access.revision();
    if (now.hasFailed()) {
      LOG.error("{} has stopped: {}", revision, now.trouble().map(Reason::message).orElse(""));
    } else if (now.trouble().isPresent()) {
      LOG.warn("{} tries again: {}", revision, now.trouble().get().message());
    } else {
      LOG.info("{} goes on", revision);
    }
  }

  private ViewWriter<?> writer() {
    return Objects.requireNonNull(writer, "The sink is not open");
  }
}
