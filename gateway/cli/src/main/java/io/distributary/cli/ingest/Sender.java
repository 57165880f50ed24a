package io.distributary.cli.ingest;

import io.distributary.schemas.ResourceId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Collects resources into batches and has a few of them under way at once. A resource that comes a
 * second time waits until its first version has arrived, so that the last one wins. For one thread.
 */
final class Sender implements AutoCloseable {
  private static final int IN_FLIGHT = 4;
  private static final int BATCH_RESOURCES = 200;
  private static final int BATCH_BYTES = 2 << 20;

  private final Delivery delivery;
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          IN_FLIGHT,
          work -> {
            Thread thread = new Thread(work, "sender");
            thread.setDaemon(true);
            return thread;
          });
  private final Semaphore free = new Semaphore(IN_FLIGHT);
  private final Set<ResourceId> underWay = new HashSet<>();
  private List<Outgoing> batch = new ArrayList<>();
  private long batchBytes;

  Sender(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Returns at once, or when there is room. */
  void send(Outgoing resource) throws InterruptedException {
    if (!underWay.add(resource.id())) {
      drain();
      underWay.add(resource.id());
    }
    if (batchBytes + resource.json().length > BATCH_BYTES) {
      flush();
    }
    batch.add(resource);
    batchBytes += resource.json().length;
    if (batch.size() == BATCH_RESOURCES) {
      flush();
    }
  }

  /** Returns when nothing is under way any more. */
  void drain() throws InterruptedException {
    flush();
    free.acquire(IN_FLIGHT);
    free.release(IN_FLIGHT);
    underWay.clear();
  }

  private void flush() throws InterruptedException {
    if (batch.isEmpty()) {
      return;
    }
    List<Outgoing> full = batch;
    batch = new ArrayList<>();
    batchBytes = 0;
    free.acquire();
    workers.execute(() -> deliver(full));
    if (underWay.size() > 50 * BATCH_RESOURCES) {
      drain(); // so that the set of ids stays small
    }
  }

  private void deliver(List<Outgoing> full) {
    try {
      delivery.deliver(full);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
