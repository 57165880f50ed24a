package io.distributary.gateway.verify;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets somebody end what runs on another thread, also while that pauses. */
final class Cancellation {
  private final CountDownLatch cancelled = new CountDownLatch(1);

  void cancel() {
    cancelled.countDown();
  }

  boolean isCancelled() {
    return cancelled.getCount() == 0;
  }

  void check() {
    if (isCancelled()) {
      throw new CancellationException("Cancelled.");
    }
  }

  void pause(Duration duration) {
    try {
      if (cancelled.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
        check();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("Interrupted.");
    }
  }
}
