package io.distributary.gateway.verify;

import io.vertx.core.Future;
import java.util.concurrent.CompletionException;

/** Waits for what others do, on a thread that may block. */
public final class Blocking {
  private Blocking() {}

  /** Throws what the future fails with. */
  public static <T> T on(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
