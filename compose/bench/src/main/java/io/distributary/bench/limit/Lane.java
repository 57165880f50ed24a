package io.distributary.bench.limit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The thread of one store, with a few batches waiting before it. */
final class Lane implements Runnable {
  private static final int WAITING = 4;

  private final StoreWriter store;
  private final BlockingQueue<Work> queue = new ArrayBlockingQueue<>(WAITING);

  Lane(StoreWriter store) {
    this.store = store;
  }

  /** Waits until there is room. */
  void put(Work work) throws InterruptedException {
    queue.put(work);
  }

  @Override
  public void run() {
    try (store) {
      while (true) {
        Work work = queue.take();
        if (!work.batch().isEmpty()) {
          store.write(work.batch());
        }
        work.writtenByOne();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
